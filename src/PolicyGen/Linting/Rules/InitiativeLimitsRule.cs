using System.Globalization;
using PolicyGen.Diagnostics;
using PolicyGen.Policies;

namespace PolicyGen.Linting.Rules;

/// <summary>An initiative keeps to Azure's limits. Page: docs/rules/initiative-limits.md.</summary>
public sealed class InitiativeLimitsRule() : LintRule<PolicySetDefinition>(
    "initiative-limits", "An initiative keeps to Azure's limits", DiagnosticSeverity.Error, LintCategory.Limit)
{
    /// <inheritdoc/>
    public override IEnumerable<LintFinding> Check(PolicySetDefinition subject, LintContext context)
    {
        var limits = context.Limits;
        if (subject.Parameters.Length > limits.InitiativeParameters)
            yield return subject.At(subject.Properties.Find("parameters")!, Exceeds("parameters", subject.Parameters.Length, limits.InitiativeParameters));
        if (subject.References.Length > limits.InitiativeReferences)
            yield return subject.At(subject.Properties.Find("policyDefinitions")!, Exceeds("definitions", subject.References.Length, limits.InitiativeReferences));
        if (subject.Groups.Length > limits.InitiativeGroups)
            yield return subject.At(subject.Properties.Find("policyDefinitionGroups")!, Exceeds("groups", subject.Groups.Length, limits.InitiativeGroups));
        foreach (var reference in subject.References.Where(r => r.GroupNames.Length > limits.GroupsPerReference))
        {
            yield return subject.At(reference.GroupNames[0], Exceeds("groups of one reference", reference.GroupNames.Length, limits.GroupsPerReference)
                + " A second reference to the definition can take the others.");
        }

        if (RequestBody.Bytes(subject) is var bytes && bytes > limits.BodyBytes)
            yield return subject.At(subject.Source, Exceeds("bytes", bytes, limits.BodyBytes));
    }

    private static string Exceeds(string what, int number, int limit) =>
        string.Create(CultureInfo.InvariantCulture, $"There are {number} {what}; Azure takes {limit}.");
}
