using System.Text.RegularExpressions;
using PolicyGen.Diagnostics;
using PolicyGen.Policies;

namespace PolicyGen.Linting.Rules;

/// <summary>Definitions and initiatives carry version and category. Page: docs/rules/version-metadata.md.</summary>
public sealed partial class VersionMetadataRule() : LintRule<PolicyDocument>(
    "version-metadata", "Metadata holds a version and a category", DiagnosticSeverity.Warning, LintCategory.Document)
{
    /// <inheritdoc/>
    public override IEnumerable<LintFinding> Check(PolicyDocument subject, LintContext context)
    {
        if (subject is PolicyAssignment)
            yield break;
        var place = subject.Metadata ?? subject.Properties;
        if (string.IsNullOrWhiteSpace(subject.MetadataText("category")?.Value))
            yield return subject.At(place, "'metadata.category' is missing: the portal lists definitions by it.");

        var inMetadata = subject.MetadataText("version");
        var version = subject switch
        {
            PolicyDefinition definition => definition.Version,
            PolicySetDefinition initiative => initiative.Version,
            _ => null,
        };
        if (inMetadata is null)
            yield return subject.At(place, "'metadata.version' is missing.");
        else if (!Semantic().IsMatch(inMetadata.Value))
            yield return subject.At(inMetadata, $"'{inMetadata.Value}' is not a version of the form 1.2.3 or 1.2.3-preview.");

        if (version is not null && !Semantic().IsMatch(version.Value))
            yield return subject.At(version, $"'{version.Value}' is not a version of the form 1.2.3 or 1.2.3-preview.");
        // Microsoft marks the one in metadata with -deprecated and leaves the other.
        else if (version is not null && inMetadata is not null && PolicyVersions.Core(version.Value) != PolicyVersions.Core(inMetadata.Value))
            yield return subject.At(version, $"The version '{version.Value}' is not the one in metadata, '{inMetadata.Value}'.");
    }

    [GeneratedRegex(@"^[0-9]{1,9}\.[0-9]{1,9}\.[0-9]{1,9}(-[A-Za-z0-9.-]+)?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Semantic();
}
