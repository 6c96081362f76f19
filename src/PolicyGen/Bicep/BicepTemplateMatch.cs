using Newtonsoft.Json.Linq;

namespace PolicyGen.Bicep;

/// <summary>
/// Tells which declaration of a Bicep file became which resource of the compiled template. With symbolic names the
/// template says so. Without, the compiler writes the resources in a fixed order (those nested in others first, then those
/// at the top, then modules, each in the order of the file), and everything that can be compared has to agree: number,
/// type, API version, loop, condition, name. If anything does not, nothing is claimed.
/// </summary>
internal static class BicepTemplateMatch
{
    /// <summary>The pairs, or null when file and template do not agree.</summary>
    public static List<(BicepDeclaration Declaration, JObject Resource)>? Pair(BicepFile file, JObject template)
    {
        var resources = TemplateWalk.DeclarationsOf(template).ToList();
        var declared = Ordered(file.Declarations.Where(d => !d.IsModule)).Concat(file.Declarations.Where(d => d.IsModule)).Where(d => !d.Node.IsExisting).ToList();
        if (declared.Count != resources.Count)
            return null;

        var conditional = new HashSet<BicepDeclaration>(Conditional(file.Declarations, false), ReferenceEqualityComparer.Instance);
        if (resources.TrueForAll(r => r.Symbol is not null))
        {
            var bySymbol = declared.ToLookup(d => d.Symbol, StringComparer.Ordinal);
            declared = [.. resources.SelectMany(r => bySymbol[r.Symbol!].Take(1))];
        }

        var pairs = declared.Zip(resources, (declaration, resource) => (declaration, resource.Resource)).ToList();
        return pairs.Count == resources.Count && pairs.TrueForAll(p => Agree(p.declaration, p.Resource, conditional)) ? pairs : null;
    }

    private static IEnumerable<BicepDeclaration> Ordered(IEnumerable<BicepDeclaration> siblings)
    {
        var list = siblings.ToList();
        return list.SelectMany(d => Ordered(d.Children)).Concat(list);
    }

    // A nested resource has the conditions of those around it, too.
    private static IEnumerable<BicepDeclaration> Conditional(IEnumerable<BicepDeclaration> siblings, bool inherited)
    {
        foreach (var declaration in siblings)
        {
            var has = inherited || declaration.Head.HasCondition;
            if (has)
                yield return declaration;
            foreach (var child in Conditional(declaration.Children, has))
                yield return child;
        }
    }

    private static bool Agree(BicepDeclaration declaration, JObject resource, HashSet<BicepDeclaration> conditional)
    {
        var copy = resource["copy"] as JObject;
        if (declaration.Head.IsLoop != copy is not null || (copy is not null && (string?)(copy["name"] as JValue) is { } loop && loop != declaration.Symbol))
            return false;
        if (!declaration.Head.IsLoop && conditional.Contains(declaration) != resource["condition"] is not null)
            return false;
        if (declaration.IsModule)
            return TemplateWalk.IsDeployment(resource);

        var version = declaration.Head.Reference is { } reference && reference.Contains('@') ? reference[(reference.IndexOf('@') + 1)..] : null;
        return TypeOf(resource) == declaration.Node.Type.ToUpperInvariant()
            && (version is null || TemplateWalk.IsExtensible(resource) || string.Equals(version, (string?)(resource["apiVersion"] as JValue), StringComparison.OrdinalIgnoreCase))
            && NameAgrees(declaration, resource);
    }

    // The type of an extension's resource has its version with it.
    private static string TypeOf(JObject resource)
    {
        var type = ((string?)(resource["type"] as JValue) ?? "").ToUpperInvariant();
        return type.IndexOf('@') is var at and >= 0 ? type[..at] : type;
    }

    private static bool NameAgrees(BicepDeclaration declaration, JObject resource) =>
        resource["name"] is not JValue { Value: string name } || name.StartsWith('[') || name.Contains('\'') || name.Contains('\\')
        || declaration.Body.Contains($"'{name}'", StringComparison.Ordinal);
}
