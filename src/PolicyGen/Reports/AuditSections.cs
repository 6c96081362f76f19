using PolicyGen.Results;

namespace PolicyGen.Reports;

/// <summary>What an audit knows beside findings, for reports that people read.</summary>
internal static class AuditSections
{
    // A job summary has room for what matters; the JSON report has them all.
    private const int MaxLines = 100;

    /// <summary>What could not be read, of what, why, and which role would help.</summary>
    public static string Failure(AuditGap gap)
    {
        var code = string.Join(' ', new[] { gap.Status > 0 ? FormattableString.Invariant($"{gap.Status}") : "", gap.Code }.Where(t => t.Length > 0));
        return $"{gap.Scope}: {gap.Part}: {gap.Kind}{(code.Length > 0 ? $" ({code})" : "")}: {gap.Message}{(gap.Action.Length > 0 ? $" [{gap.Action}]" : "")}";
    }

    /// <summary>The message of an observation.</summary>
    public static string Observation(AuditObservation observation, ReportTexts texts) => texts.IsJapanese ? observation.MessageJa : observation.Message;

    /// <summary>Warnings of a run that its failures and observations do not say already, in the language of the report.</summary>
    public static IEnumerable<string> OtherWarnings(RunResult result)
    {
        if (result.Audit is not { } audit)
            return result.Run.Warnings;
        var said = audit.Observations.Select(o => o.Message).Concat(audit.Failures.Select(f => f.Summary)).ToHashSet(StringComparer.Ordinal);
        return result.Run.Warnings.Where(w => !said.Contains(w));
    }

    /// <summary>Sections of a page of Markdown, piece by piece.</summary>
    public static IEnumerable<string> Markdown(AuditReport audit, ReportTexts texts) =>
    [
        .. List(ReportWord.NotRead, [.. audit.Failures.Select(Failure)], texts),
        .. List(ReportWord.Observations, [.. audit.Observations.Select(o => Observation(o, texts))], texts),
        .. audit.Comparison is { } comparison ? Comparison(comparison, texts) : [],
    ];

    private static IEnumerable<string> Comparison(AuditComparison comparison, ReportTexts texts)
    {
        yield return $"## {MarkdownText.Escape(string.Format(System.Globalization.CultureInfo.InvariantCulture, texts.Of(ReportWord.Compared), comparison.Against))}\n\n";
        yield return FormattableString.Invariant($"{comparison.New} {texts.Of(ReportWord.NewFindings)}, {comparison.Known} {texts.Of(ReportWord.KnownFindings)}, {comparison.Fixed.Length} {texts.Of(ReportWord.FixedFindings)}\n\n");
        foreach (var line in List(ReportWord.FixedFindings, [.. comparison.Fixed.Select(f => $"{f.Control}: {f.Resource}")], texts))
            yield return line;
    }

    private static IEnumerable<string> List(ReportWord title, IReadOnlyCollection<string> items, ReportTexts texts)
    {
        if (items.Count == 0)
            yield break;
        yield return $"## {texts.Of(title)}\n\n";
        foreach (var item in items.Take(MaxLines))
            yield return $"- {MarkdownText.Escape(item)}\n";
        if (items.Count > MaxLines)
            yield return $"- {texts.Of(ReportWord.More, items.Count - MaxLines)}\n";
        yield return "\n";
    }
}
