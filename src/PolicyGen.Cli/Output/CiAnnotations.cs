using PolicyGen.Evaluation;
using PolicyGen.Reports;
using PolicyGen.Results;

namespace PolicyGen.Cli.Output;

/// <summary>Shows findings where the pipeline that runs the command shows them: at the lines of a pull request, on the page of the run.</summary>
internal interface ICiAnnotations
{
    /// <summary>Writes annotations and the summary.</summary>
    /// <exception cref="IOException">The summary cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">Likewise.</exception>
    void Write(RunResult result, ReportTexts texts);
}

/// <summary>Finds out which pipeline that is, and what is worth an annotation.</summary>
internal static class CiAnnotations
{
    /// <summary>The pipeline's annotations; null outside of GitHub Actions and Azure Pipelines.</summary>
    /// <param name="environment">Reads an environment variable.</param>
    /// <param name="output">Takes the commands. Both services read standard output and standard error.</param>
    public static ICiAnnotations? Detect(Func<string, string?> environment, TextWriter output)
    {
        bool Is(string name) => string.Equals(environment(name), "true", StringComparison.OrdinalIgnoreCase);
        if (Is("GITHUB_ACTIONS"))
            return new GitHubAnnotations(output, environment("GITHUB_STEP_SUMMARY"));
        return Is("TF_BUILD") ? new AzureDevOpsAnnotations(output, environment("AGENT_TEMPDIRECTORY") ?? Path.GetTempPath()) : null;
    }

    /// <summary>What someone has to look at, the worst first: new violations, errors and what is unknown.</summary>
    public static IEnumerable<Finding> Worth(RunResult result) =>
        FindingGroups.WorstFirst(result.Findings.Where(f => !f.InBaseline && f.State is (ComplianceState.NonCompliant or ComplianceState.Error or ComplianceState.Unknown)));

    /// <summary>One line about a finding.</summary>
    public static string Message(Finding finding, ReportTexts texts)
    {
        var text = $"{texts.Of(finding.State)}: {finding.Resource.Name} ({finding.Resource.Type}): {texts.Title(finding.Policy)}. {texts.Why(finding)}";
        return texts.Remediation(finding.Policy) is { Length: > 0 } fix ? $"{text}. {texts.Of(ReportWord.Fix)}: {fix}" : text;
    }
}
