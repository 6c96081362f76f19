using System.Text.RegularExpressions;
using Newtonsoft.Json.Linq;

namespace PolicyGen.Bicep;

/// <summary>
/// Tells which declaration of a Bicep file became which resource of the compiled template. With symbolic names the
/// template says so. Without, the compiler writes the resources in a fixed order (those nested in others first, then those
/// at the top, then modules, each in the order of the file), and everything that can be compared has to agree: number,
/// type, API version, loop, condition, name. If anything does not, nothing is claimed.
/// </summary>
internal static partial class BicepTemplateMatch
{
    /// <summary>The pairs, or null when file and template do not agree.</summary>
    public static List<(BicepDeclaration Declaration, JObject Resource)>? Pair(BicepFile file, JObject template)
    {
        var resources = TemplateWalk.DeclarationsOf(template).ToList();
        var declared = Ordered(file.Declarations.Where(d => !d.IsModule)).Concat(file.Declarations.Where(d => d.IsModule)).Where(d => !d.Node.IsExisting).ToList();
        if (declared.Count != resources.Count)
            return null;

        if (resources.TrueForAll(r => r.Symbol is not null))
        {
            var bySymbol = declared.ToLookup(d => d.Symbol, StringComparer.Ordinal);
            declared = [.. resources.SelectMany(r => bySymbol[r.Symbol!].Take(1))];
        }

        var pairs = declared.Zip(resources, (declaration, resource) => (declaration, resource.Resource)).ToList();
        return pairs.Count == resources.Count && pairs.TrueForAll(p => Agree(p.declaration, p.Resource)) ? pairs : null;
    }

    private static IEnumerable<BicepDeclaration> Ordered(IEnumerable<BicepDeclaration> siblings)
    {
        var list = siblings.ToList();
        return list.SelectMany(d => Ordered(d.Children)).Concat(list);
    }

    private static bool Agree(BicepDeclaration declaration, JObject resource)
    {
        var copy = resource["copy"] as JObject;
        if (declaration.Head.IsLoop != copy is not null || (copy is not null && (string?)(copy["name"] as JValue) is { } loop && loop != declaration.Symbol))
            return false;
        // Not the other way round: a child has the condition of its parent, too.
        if (declaration.Head.HasCondition && resource["condition"] is null)
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

    // A name that is a plain text, or the last part of a child's name, stands in the declaration as it is.
    private static bool NameAgrees(BicepDeclaration declaration, JObject resource)
    {
        if (resource["name"] is not JValue { Value: string name })
            return true;
        var text = LastLiteral().Match(name) is { Success: true } part ? part.Groups["text"].Value : name;
        return text.StartsWith('[') || text.Contains('\'') || text.Contains('\\') || declaration.Body.Contains($"'{text}'", StringComparison.Ordinal);
    }

    [GeneratedRegex("^\\[format\\(.*, '(?<text>[^']+)'\\)\\]$", RegexOptions.Singleline | RegexOptions.CultureInvariant)]
    private static partial Regex LastLiteral();
}
