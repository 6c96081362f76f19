using System.Collections.Immutable;
using Newtonsoft.Json.Linq;

namespace PolicyGen.Evaluation.Functions;

/// <summary>
/// fail() (azure-resource-manager/bicep/bicep-functions-flow-control.md) and managementGroupResourceId()
/// (bicep-functions-resource.md).
/// </summary>
internal static class MiscellaneousFunctions
{
    /// <summary>The functions.</summary>
    public static ImmutableArray<TemplateFunction> All { get; } =
    [
        TemplateFunction.Seeing("fail", Fail, TokenKinds.String),
        new("managementGroupResourceId", 3, TemplateFunction.Unlimited, false, [TokenKinds.String], ManagementGroupResourceId),
    ];

    // Whatever the message is.
    private static PolicyValue Fail(ReadOnlySpan<JToken> arguments) =>
        PolicyValue.Failed(arguments[0] is JRaw ? "the rule says so" : $"the rule says '{Tokens.Text(arguments[0])}'");

    // Management group, full type, then a name for each type segment behind the namespace.
    private static PolicyValue ManagementGroupResourceId(ReadOnlySpan<JToken> arguments)
    {
        var group = Tokens.Text(arguments[0]);
        var type = Tokens.Text(arguments[1]).Split('/');
        var names = new List<string>();
        foreach (var argument in arguments[2..])
            names.Add(Tokens.Text(argument));
        if (group.Length == 0 || group.Contains('/', StringComparison.Ordinal) || type.Contains("") || names.Contains(""))
            return PolicyValue.Unknown("managementGroupResourceId() of empty or unusual segments");
        if (type.Length < 2 || names.Any(name => name.Contains('/', StringComparison.Ordinal)))
            return PolicyValue.Failed("it takes a management group, a resource type and the names of the resource");
        if (names.Count != type.Length - 1)
            return PolicyValue.Failed("it takes one name for each segment of the type");
        var id = $"/providers/Microsoft.Management/managementGroups/{group}/providers/{type[0]}";
        return PolicyValue.Of(new JValue(id + string.Concat(type.Skip(1).Zip(names, (segment, name) => $"/{segment}/{name}"))));
    }
}
