using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using PolicyGen.Evaluation;
using PolicyGen.Results;

namespace PolicyGen.Reports;

/// <summary>The results of a SARIF run.</summary>
internal sealed class SarifResults(SarifRules rules, ReportTexts texts, bool hasBaseline)
{
    private readonly Dictionary<string, int> _seen = new(StringComparer.Ordinal);

    public void Write(IEnumerable<Finding> findings, JsonLines json)
    {
        foreach (var finding in findings)
            Write(finding, json);
    }

    private void Write(Finding finding, JsonLines json) => json.Object(() =>
    {
        var (kind, level) = KindOf(finding);
        json.Text("ruleId", rules.IdOf(finding.Control));
        json.Number("ruleIndex", rules.IndexOf(finding.Control));
        json.Text("kind", kind);
        json.Text("level", level);
        json.Message("message", Message(finding));
        json.Array("locations", () => Location(finding, json));
        json.Object("partialFingerprints", () => Fingerprints(finding, json));
        if (finding.State == ComplianceState.Exempt)
            json.Array("suppressions", () => Suppression(finding, json));
        if (hasBaseline)
            json.Text("baselineState", finding.InBaseline ? "unchanged" : "new");
        json.Object("properties", () => Properties(finding, json));
    });

    // Only a failed result has a level (sarif-v2.1.0, 3.27.10). What cannot be decided is "open": insufficient information.
    private static (string Kind, string Level) KindOf(Finding finding) => finding.State switch
    {
        ComplianceState.NonCompliant or ComplianceState.Error => ("fail", SarifReport.Level(finding.Severity)),
        ComplianceState.Exempt => ("fail", "note"),
        ComplianceState.Unknown => ("open", "none"),
        ComplianceState.Compliant => ("pass", "none"),
        _ => ("notApplicable", "none"),
    };

    // Code scanning shows the first sentence as the title.
    private string Message(Finding finding)
    {
        var text = $"{texts.Of(finding.State)}: {finding.Resource.Name} ({finding.Resource.Type}): {texts.Title(finding.Policy)}. {texts.Why(finding)}.";
        return texts.Remediation(finding.Policy) is { Length: > 0 } fix ? $"{text} {texts.Of(ReportWord.Fix)}: {fix}" : text;
    }

    private void Location(Finding finding, JsonLines json) => json.Object(() =>
    {
        if (texts.FileOf(finding) is { } file)
        {
            json.Object("physicalLocation", () =>
            {
                json.Object("artifactLocation", () =>
                {
                    json.Text("uri", SourcePath.Uri(file, out var isRelative));
                    if (isRelative)
                        json.Text("uriBaseId", "%SRCROOT%");
                });
                var line = Math.Max(1, finding.Source.Line);
                json.Object("region", () =>
                {
                    json.Number("startLine", line);
                    json.Number("startColumn", Math.Max(1, finding.Source.Column));
                    json.Number("endLine", line);
                });
            });
        }

        json.Array("logicalLocations", () => json.Object(() =>
        {
            json.Text("name", SarifText.Plain(finding.Resource.Name));
            json.Text("fullyQualifiedName", SarifText.Plain(finding.Resource.Id));
            json.Text("kind", "resource");
        }));
    });

    // Of what stays the same when lines move and wherever the run takes place: resource ids of a template name made-up
    // subscriptions. Code scanning looks at primaryLocationLineHash only; left to itself it would take a hash of the line,
    // the same for all resources of a loop. A number tells equal ones apart, as in CodeQL.
    private void Fingerprints(Finding finding, JsonLines json)
    {
        var parts = string.Join('\n', finding.Control, finding.Policy.Definition, finding.Resource.Type, finding.Resource.Name, texts.FileOf(finding) ?? "").ToUpperInvariant();
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(parts)).AsSpan(0, 16));
        var number = _seen[hash] = _seen.GetValueOrDefault(hash) + 1;
        var value = string.Create(CultureInfo.InvariantCulture, $"{hash}:{number}");
        json.Text("policygen/v1", value);
        json.Text("primaryLocationLineHash", value);
    }

    private static void Suppression(Finding finding, JsonLines json) => json.Object(() =>
    {
        json.Text("kind", "external");
        json.Text("status", "accepted");
        json.Text("justification", SarifText.Plain(finding.Verdict.Exemption ?? ""));
    });

    private static void Properties(Finding finding, JsonLines json)
    {
        json.Text("state", Catalogue.CatalogueJson.Name(finding.State));
        json.Text("severity", Catalogue.CatalogueJson.Name(finding.Severity));
        json.Text("effect", finding.Policy.Effect);
        json.Text("definition", finding.Policy.Definition);
        json.Texts("requirements", finding.Policy.Requirements);
        if (finding.EvaluatedAt is { } time)
            json.Text("evaluatedAt", IsoTime.Write(time));
        if (finding.AzureState is { } state)
            json.Text("azureState", state);
    }
}
