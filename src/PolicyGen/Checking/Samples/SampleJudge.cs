using System.Collections.Frozen;
using Newtonsoft.Json.Linq;
using PolicyGen.Evaluation;
using PolicyGen.Evaluation.Compilation;
using PolicyGen.Evaluation.Knowledge;
using PolicyGen.Resources;

namespace PolicyGen.Checking.Samples;

/// <summary>Judges a sample resource with all that is below it, as if nothing else existed.</summary>
internal static class SampleJudge
{
    private const string Subscription = "/subscriptions/00000000-0000-0000-0000-000000000000";
    private const string ResourceGroup = "rg-med";

    // A fixed day, so that a verdict about dates is the same tomorrow.
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly EvaluationEnvironment Environment = new()
    {
        Now = Now,
        ResourceGroups = new Dictionary<string, JObject> { [ResourceGroup] = new() { ["managedBy"] = null, ["tags"] = new JObject() } }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase),
    };

    public static Verdict Judge(CompiledPolicy policy, JObject sample)
    {
        // As ARM returns them: what exists, all of it. Where the API version decides, it is that of a request.
        var origin = policy.Definition.Expressions.Any(e => e.Text.Contains("requestContext", StringComparison.Ordinal)) ? ResourceOrigin.Request : ResourceOrigin.Existing;
        var resources = Resources(sample, null, origin).ToList();
        var related = new RelatedResources(policy.Existence is { } existence ? [existence.Type] : []) { IsComplete = true };
        foreach (var resource in resources)
            related.Add(resource);
        foreach (var child in resources.SelectMany(InlineChildren.Of))
            related.AddInline(child);
        return new PolicyEvaluator(Environment, related).Evaluate(policy, resources[0]);
    }

    private static IEnumerable<ArmResource> Resources(JObject sample, ArmResource? parent, ResourceOrigin origin)
    {
        var content = (JObject)sample.DeepClone();
        content.Remove("resources");
        // Inside its parent a child may go by the last segments only.
        var type = (string?)sample["type"] ?? "";
        var name = (string?)sample["name"] ?? "";
        if (parent is not null && !type.Contains('/', StringComparison.Ordinal))
            (type, name) = ($"{parent.Type}/{type}", $"{parent.FullName}/{name}");
        var resource = new ArmResource
        {
            Id = (string?)sample["id"] ?? MakeId(type, name, parent),
            Type = type,
            FullName = name,
            Content = content,
            Origin = origin,
            ApiVersion = (string?)sample["apiVersion"],
        };
        yield return resource;
        foreach (var child in (sample["resources"] as JArray ?? []).OfType<JObject>().SelectMany(c => Resources(c, resource, origin)))
            yield return child;
    }

    private static string MakeId(string type, string name, ArmResource? parent)
    {
        if (type.Equals("Microsoft.Resources/subscriptions", StringComparison.OrdinalIgnoreCase))
            return Subscription;
        var types = type.Split('/');
        var names = name.Split('/');
        var scope = parent is not null && RelatedTypes.IsExtension(type) ? parent.Id : $"{Subscription}/resourceGroups/{ResourceGroup}";
        return $"{scope}/providers/{types[0]}/" + string.Join('/', types.Skip(1).Select((t, i) => $"{t}/{(i < names.Length ? names[i] : "x")}"));
    }
}
