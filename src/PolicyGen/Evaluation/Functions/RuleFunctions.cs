using System.Globalization;
using Newtonsoft.Json.Linq;
using static PolicyGen.Evaluation.Functions.Arguments;

namespace PolicyGen.Evaluation.Functions;

/// <summary>Functions of policy rules only (definition-structure-policy-rule.md), and what belongs nowhere else.</summary>
internal static class RuleFunctions
{
    private const string Universal = "yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'";

    private static readonly string[] Accepted = ["yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", "yyyy-MM-dd'T'HH:mm:ss'Z'", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz", "yyyy-MM-dd'T'HH:mm:sszzz", "yyyy-MM-dd'T'HH:mm'Z'", "yyyy-MM-dd"];

    public static IEnumerable<TemplateFunction> All { get; } =
    [
        new("addDays", 2, 2, AddDays),
        new("fail", 1, 1, a => PolicyValue.Failed(Text(a[0]) is { } message ? "fail(): " + message : "fail() was called.")),
        new("managementGroupResourceId", 2, int.MaxValue, ManagementGroupResourceId),
    ];

    private static PolicyValue AddDays(ReadOnlySpan<JToken> arguments)
    {
        if (Text(arguments[0]) is not { } text)
            return Wrong("addDays", "a date as text", arguments[0]);
        if (Integer(arguments[1]) is not { } days)
            return Wrong("addDays", "a whole number", arguments[1]);
        if (!DateTimeOffset.TryParseExact(text, Accepted, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var date))
            return PolicyValue.Failed("addDays() is given something that is no ISO 8601 date.");
        var limit = days < 0 ? (date - DateTimeOffset.MinValue).TotalDays : (DateTimeOffset.MaxValue - date).TotalDays;
        return Math.Abs((double)days) > limit ? PolicyValue.Failed("addDays() leaves the range of dates.") : Of(date.AddDays(days).UtcDateTime.ToString(Universal, CultureInfo.InvariantCulture));
    }

    // managementGroupResourceId([group,] type, name, …): template-functions-resource.md.
    private static PolicyValue ManagementGroupResourceId(ReadOnlySpan<JToken> arguments)
    {
        var texts = new List<string>();
        foreach (var argument in arguments)
        {
            if (Text(argument) is not { } text)
                return Wrong("managementGroupResourceId", "texts", argument);
            texts.Add(text);
        }

        var at = texts.FindIndex(t => t.Contains('/', StringComparison.Ordinal));
        if (at == 0)
            return PolicyValue.Unknown("managementGroupResourceId() without a management group");
        var segments = at < 0 ? [] : texts[at].Split('/');
        if (at != 1 || segments.Length - 1 != texts.Count - at - 1)
            return PolicyValue.Failed("managementGroupResourceId() takes a type and a name for each of its segments.");
        var id = $"/providers/Microsoft.Management/managementGroups/{texts[0]}/providers/{segments[0]}";
        for (var i = 1; i < segments.Length; i++)
            id += $"/{segments[i]}/{texts[at + i]}";
        return Of(id);
    }
}
