using PolicyGen.Catalogue;
using PolicyGen.Results;

namespace PolicyGen.Reports;

/// <summary>
/// The rules of a SARIF run: every control of the run, not only those with findings, since rules should change with the tool
/// and not with what it finds.
/// </summary>
internal sealed class SarifRules
{
    // Code scanning takes 20 tags and shows 10.
    private const int MaxTags = 10;

    // Code scanning's limit for short and full descriptions.
    private const int MaxDescription = 1024;

    private readonly List<Rule> _rules = [];
    private readonly Dictionary<string, int> _index = new(StringComparer.OrdinalIgnoreCase);

    public int IndexOf(string control) => _index[control];

    public string IdOf(string control) => _rules[_index[control]].Id;

    public static SarifRules Of(RunResult result, ReportTexts texts)
    {
        var rules = new SarifRules();
        var policies = result.Findings.Select(f => f.Policy).DistinctBy(p => p.Control, StringComparer.OrdinalIgnoreCase).ToDictionary(p => p.Control, StringComparer.OrdinalIgnoreCase);
        foreach (var id in result.Controls.Select(c => c.Id).Concat(policies.Keys).Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.Ordinal))
        {
            var policy = policies.GetValueOrDefault(id);
            var control = texts.ControlOf(id);
            var requirements = policy?.Requirements.AsEnumerable()
                ?? result.Requirements.Where(r => r.Controls.Contains(id, StringComparer.OrdinalIgnoreCase)).Select(r => r.Id);
            rules._index.Add(id, rules._rules.Count);
            rules._rules.Add(new Rule(
                id,
                control?.Title.In(texts.Language) ?? (policy is null ? id : texts.Title(policy)),
                control?.Remediation.In(texts.Language) ?? policy?.Message ?? "",
                control?.Severity ?? policy?.Severity ?? Severity.Medium,
                [.. requirements.Select(r => $"{r} {texts.RequirementTitle(r)}".TrimEnd())],
                ["azure-policy", "security", .. control?.Signals ?? []]));
        }

        return rules;
    }

    public void Write(JsonLines json, ReportTexts texts)
    {
        foreach (var rule in _rules)
            Write(rule, json, texts);
    }

    private static void Write(Rule rule, JsonLines json, ReportTexts texts) => json.Object(() =>
    {
        json.Text("id", rule.Id);
        json.Message("shortDescription", ReportTexts.Shorten(rule.Title, MaxDescription - 1));
        json.Message("fullDescription", ReportTexts.Shorten(rule.Fix.Length > 0 ? $"{rule.Title}. {rule.Fix}" : rule.Title, MaxDescription - 1));
        json.Object("help", () =>
        {
            json.Text("text", SarifText.Plain(Help(rule, texts, markdown: false)));
            json.Text("markdown", Help(rule, texts, markdown: true));
        });
        json.Object("defaultConfiguration", () => json.Text("level", SarifReport.Level(rule.Severity)));
        json.Object("properties", () =>
        {
            json.Texts("tags", rule.Tags.Take(MaxTags));
            json.Text("precision", "very-high");
            json.Text("security-severity", Score(rule.Severity));
        });
    });

    private static string Help(Rule rule, ReportTexts texts, bool markdown)
    {
        string Line(string text) => markdown ? MarkdownText.Escape(text) : text;
        var parts = new List<string> { markdown ? $"**{Line(rule.Title)}**" : rule.Title };
        if (rule.Fix.Length > 0)
            parts.Add($"{texts.Of(ReportWord.Fix)}: {Line(rule.Fix)}");
        if (rule.Requirements.Length > 0)
            parts.Add($"{texts.Of(ReportWord.Requirements)}: {(markdown ? "\n\n" + string.Join('\n', rule.Requirements.Select(r => "- " + Line(r))) : string.Join(", ", rule.Requirements))}");
        return string.Join(markdown ? "\n\n" : " ", parts);
    }

    // Code scanning reads 7.0 to 8.9 as high, 4.0 to 6.9 as medium, below as low.
    private static string Score(Severity severity) => severity switch
    {
        Severity.High => "8.0",
        Severity.Medium => "5.5",
        _ => "3.0",
    };

    private sealed record Rule(string Id, string Title, string Fix, Severity Severity, string[] Requirements, string[] Tags);
}
