using PolicyGen.Catalogue;
using PolicyGen.Results;

namespace PolicyGen.Reports;

/// <summary>
/// SARIF 2.1.0 (OASIS, sarif-v2.1.0) as GitHub code scanning shows it (docs.github.com, "SARIF support for code scanning").
/// A control is a rule, a finding is a result. Code scanning refuses a file with more results than <see cref="MaxResults"/>:
/// the worst are kept, and a notification says how many are not. It does not look at suppressions, so that a suppressed
/// result is a note.
/// </summary>
public sealed class SarifReport : IReportWriter
{
    /// <summary>Most results of a run.</summary>
    public const int MaxResults = 25_000;

    // What an audit could not read may be thousands of scopes.
    private const int MaxNotes = 1000;

    private const string SchemaUri = "https://json.schemastore.org/sarif-2.1.0.json";

    /// <inheritdoc/>
    public string Format => "sarif";

    /// <inheritdoc/>
    public void Write(RunResult result, ReportTexts texts, TextWriter output)
    {
        ArgumentNullException.ThrowIfNull(result);
        ArgumentNullException.ThrowIfNull(texts);
        ArgumentNullException.ThrowIfNull(output);
        using (var writer = ResultJson.NewWriter(output))
            Write(result, texts, new JsonLines(writer));
        output.Write('\n');
    }

    private static void Write(RunResult result, ReportTexts texts, JsonLines json)
    {
        var rules = SarifRules.Of(result, texts);
        var shown = Shown(result);
        json.Object(() =>
        {
            json.Text("$schema", SchemaUri);
            json.Text("version", "2.1.0");
            json.Array("runs", () => json.Object(() =>
            {
                json.Object("tool", () => json.Object("driver", () =>
                {
                    json.Text("name", "policygen");
                    json.Text("semanticVersion", ResultJson.ToolVersion);
                    json.Text("language", texts.IsJapanese ? "ja" : "en");
                    json.Array("rules", () => rules.Write(json, texts));
                }));
                json.Object("automationDetails", () => json.Text("id", $"policygen/{result.Run.Kind}/"));
                json.Array("invocations", () => Invocation(result, shown.Count, texts, json));
                json.Object("originalUriBaseIds", () => json.Object("%SRCROOT%", () =>
                    json.Object("description", () => json.Text("text", "The folder that the sources are checked out in."))));
                json.Text("columnKind", "utf16CodeUnits");
                json.Array("results", () => new SarifResults(rules, texts, result.Findings.Any(f => f.InBaseline)).Write(shown, json));
            }));
        });
    }

    private static IReadOnlyList<Finding> Shown(RunResult result)
    {
        if (result.Findings.Length <= MaxResults)
            return result.Findings;
        var kept = FindingGroups.WorstFirst(result.Findings).Take(MaxResults).ToHashSet(ReferenceEqualityComparer.Instance);
        return [.. result.Findings.Where(kept.Contains)];
    }

    private static void Invocation(RunResult result, int shown, ReportTexts texts, JsonLines json) => json.Object(() =>
    {
        json.Flag("executionSuccessful", result.Run.Complete);
        var notes = AuditSections.OtherWarnings(result).Select(w => ("warning", w)).ToList();
        if (result.Audit is { } audit)
        {
            notes.InsertRange(0, audit.Observations.Take(MaxNotes).Select(o => ("note", AuditSections.Observation(o, texts))));
            notes.InsertRange(0, audit.Failures.Take(MaxNotes).Select(f => ("error", AuditSections.Failure(f))));
        }

        if (!result.Run.Complete)
            notes.Insert(0, ("warning", texts.Of(ReportWord.Incomplete)));
        if (shown < result.Findings.Length)
            notes.Insert(0, ("warning", texts.Of(ReportWord.Cut, result.Findings.Length - shown)));
        if (notes.Count == 0)
            return;
        json.Array("toolExecutionNotifications", () =>
        {
            foreach (var (level, note) in notes)
            {
                json.Object(() =>
                {
                    json.Text("level", level);
                    json.Message("message", note);
                });
            }
        });
    });

    /// <summary>The level of a violation of that severity.</summary>
    internal static string Level(Severity severity) => severity switch
    {
        Severity.High => "error",
        Severity.Medium => "warning",
        _ => "note",
    };
}
