using Newtonsoft.Json.Linq;
using PolicyGen.Evaluation;
using PolicyGen.Resources;
using PolicyGen.Results;

namespace PolicyGen.Reports;

/// <summary>
/// The reasons of a finding as one line for people. Long values are shortened; the JSON report has them whole.
/// </summary>
internal static class ReasonText
{
    // Enough to see what is meant; a line of a report is no place for a whole array.
    private const int MaxValue = 120;
    private const int MaxReasons = 5;

    public static string Of(Finding finding, ReportTexts texts)
    {
        var verdict = finding.Verdict;
        var parts = verdict.Reasons.Take(MaxReasons).Select(r => Of(r, texts)).ToList();
        if (verdict.Reasons.Length > MaxReasons)
            parts.Add("…");
        if (!verdict.Related.IsEmpty)
            parts.Add($"{texts.Of(ReportWord.RelatedLooked)}: {string.Join(", ", verdict.Related.Take(MaxReasons).Select(r => Of(r, texts)))}{(verdict.Related.Length > MaxReasons ? ", …" : "")}");
        if (verdict.Exemption is { } exemption)
            parts.Add($"{texts.Of(ReportWord.Exemption)}: {exemption}");
        if (finding.AzureState is { } state)
            parts.Add("Azure: " + state);
        if (finding.EvaluatedAt is { } time)
            parts.Add($"{texts.Of(ReportWord.EvaluatedAt)} {ReportTexts.Time(time)}");
        if (finding.InBaseline)
            parts.Add(texts.Of(ReportWord.InBaseline));
        return parts.Count == 0 ? texts.Of(ReportWord.NoReason) : string.Join("; ", parts);
    }

    /// <summary>A change: <c>addOrReplace properties.x: false → true</c>.</summary>
    public static string Of(PropertyChange change, ReportTexts texts) =>
        $"{change.Operation} {change.Path}: {Value(change.Before, texts)} → {Value(change.After, texts)}";

    /// <summary>A value as compact JSON; what is not known as its expression.</summary>
    public static string Value(JToken? token, ReportTexts texts) => token switch
    {
        null => texts.Of(ReportWord.Missing),
        JRaw => $"{texts.Of(ReportWord.NotKnown)} {ReportTexts.Shorten(Unresolved.Why(token), MaxValue)}",
        _ => ReportTexts.Shorten(token.ToString(Newtonsoft.Json.Formatting.None), MaxValue),
    };

    private static string Of(Reason reason, ReportTexts texts)
    {
        var text = reason.Path;
        if (reason.Operator.Length > 0)
        {
            var expected = reason.Expected is null ? "" : " " + Value(reason.Expected, texts);
            text += $": {texts.Of(ReportWord.Found)} {Value(reason.Actual, texts)}, {texts.Of(ReportWord.ComparedBy)} {reason.Operator}{expected}";
        }

        if (reason.Note is { Length: > 0 } note)
            text += text.Length > 0 ? $" ({note})" : note;
        return text;
    }

    private static string Of(RelatedResource related, ReportTexts texts) =>
        $"{related.Id} ({texts.Of(related.State)}{(related.Reasons.IsEmpty ? "" : ": " + string.Join("; ", related.Reasons.Take(MaxReasons).Select(r => Of(r, texts))))})";
}
