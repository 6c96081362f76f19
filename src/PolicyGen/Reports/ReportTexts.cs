using System.Globalization;
using PolicyGen.Catalogue;
using PolicyGen.Evaluation;
using PolicyGen.Results;

namespace PolicyGen.Reports;

/// <summary>What reports need beside a result: words in a language, texts of the catalogue, and where the sources are.</summary>
public sealed class ReportTexts
{
    private readonly Library? _library;
    private readonly Dictionary<string, Requirement> _requirements = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, Control> _controls = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Prepares texts.</summary>
    /// <param name="language">Language of all words for people.</param>
    /// <param name="library">Titles and remediation of our own requirements and controls; null leaves the policies' own names.</param>
    public ReportTexts(Language language, Library? library = null)
    {
        Language = language;
        _library = library;
        foreach (var requirement in library?.Requirements ?? [])
            _requirements.TryAdd(requirement.Id, requirement);
        foreach (var control in library?.Controls.Values ?? [])
            _controls.TryAdd(control.Id, control);
    }

    /// <summary>Language.</summary>
    public Language Language { get; }

    /// <summary>True when texts are Japanese.</summary>
    public bool IsJapanese => Language == Language.Japanese;

    /// <summary>The library; null when there is none.</summary>
    public Library? Library => _library;

    /// <summary>The first input of the run, for findings whose resource has no file; null when there is none.</summary>
    public string? InputFile { get; init; }

    /// <summary>
    /// Absolute path of the folder that the sources are checked out in: absolute paths below it are written relative to it.
    /// Null leaves paths as they are.
    /// </summary>
    public string? SourceRoot { get; init; }

    /// <summary>A word.</summary>
    public string Of(ReportWord word) => ReportWords.Get(word).In(Language);

    /// <summary>A word with a number in it.</summary>
    public string Of(ReportWord word, int number) => string.Format(CultureInfo.InvariantCulture, Of(word), number);

    /// <summary>Name of a state.</summary>
    public string Of(ComplianceState state) => ReportWords.Get(state).In(Language);

    /// <summary>Name of a state.</summary>
    public string Of(RequirementState state) => ReportWords.Get(state).In(Language);

    /// <summary>Name of a severity.</summary>
    public string Of(Severity severity) => ReportWords.Get(severity).In(Language);

    /// <summary>Our control of that id; null for a foreign one.</summary>
    public Control? ControlOf(string id) => _controls.GetValueOrDefault(id);

    /// <summary>Our requirement of that id; null for a group of a foreign initiative.</summary>
    public Requirement? RequirementOf(string id) => _requirements.GetValueOrDefault(id);

    /// <summary>Title of the control behind a policy; the policy's display name where the control is not ours.</summary>
    public string Title(PolicyIdentity policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        return ControlOf(policy.Control)?.Title.In(Language) ?? (policy.DisplayName.Length > 0 ? policy.DisplayName : policy.Control);
    }

    /// <summary>How to mend a violation; the policy's non-compliance message where the control is not ours; null when it has none.</summary>
    public string? Remediation(PolicyIdentity policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        return ControlOf(policy.Control)?.Remediation.In(Language) ?? policy.Message;
    }

    /// <summary>Title of a requirement; empty for a group of a foreign initiative.</summary>
    public string RequirementTitle(string id) => RequirementOf(id)?.Title.In(Language) ?? "";

    /// <summary>Why a finding is one, on one line.</summary>
    public string Why(Finding finding) => ReasonText.Of(finding, this);

    /// <summary>A time to the minute, UTC: <c>2026-11-25 03:00Z</c>.</summary>
    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm'Z'", CultureInfo.InvariantCulture);

    /// <summary>At most so many characters, never half a character; an ellipsis says that something was cut.</summary>
    public static string Shorten(string text, int length)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length <= length)
            return text;
        var end = char.IsHighSurrogate(text[length - 1]) ? length - 1 : length;
        return text[..end] + "…";
    }

    /// <summary>What append or modify would do, on one line.</summary>
    public string What(PropertyChange change)
    {
        ArgumentNullException.ThrowIfNull(change);
        return ReasonText.Of(change, this);
    }

    /// <summary>The file that a finding points to, with forward slashes: that of its resource, else the input; null for neither.</summary>
    public string? FileOf(Finding finding)
    {
        ArgumentNullException.ThrowIfNull(finding);
        var file = finding.Source.File.Length > 0 ? finding.Source.File : InputFile;
        return file is null ? null : SourcePath.Relative(file, SourceRoot);
    }

    /// <summary><c>file:line</c>; the file alone where the line is not known; empty for neither.</summary>
    public string SourceOf(Finding finding) => FileOf(finding) is not { } file ? ""
        : finding.Source is { Line: > 0, File.Length: > 0 } ? string.Create(CultureInfo.InvariantCulture, $"{file}:{finding.Source.Line}") : file;

    /// <summary>Where to look: the declaration; in an audit the resource in Azure, whose name alone says little in many subscriptions.</summary>
    public string PlaceOf(Finding finding) =>
        SourceOf(finding) is { Length: > 0 } source ? source : finding.AzureState is null && finding.EvaluatedAt is null ? "" : finding.Resource.Id;
}
