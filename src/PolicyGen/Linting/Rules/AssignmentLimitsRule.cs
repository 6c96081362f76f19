using PolicyGen.Diagnostics;
using PolicyGen.Policies;

namespace PolicyGen.Linting.Rules;

/// <summary>An assignment keeps to Azure's limits. Page: docs/rules/assignment-limits.md.</summary>
public sealed class AssignmentLimitsRule() : LintRule<PolicyAssignment>(
    "assignment-limits", "An assignment keeps to Azure's limits", DiagnosticSeverity.Error, LintCategory.Limit)
{
    /// <inheritdoc/>
    public override IEnumerable<LintFinding> Check(PolicyAssignment subject, LintContext context)
    {
        var limits = context.Limits;
        var atManagementGroup = (subject.Scope?.Value ?? subject.Id?.Value ?? "")
            .StartsWith("/providers/Microsoft.Management/managementGroups/", StringComparison.OrdinalIgnoreCase);
        if (atManagementGroup && subject.Name is { } name && name.Value.Length > limits.ManagementGroupAssignmentNameLength)
            yield return subject.At(name, RuleLimits.Message("characters in the name of an assignment at a management group", name.Value.Length, limits.ManagementGroupAssignmentNameLength));
        foreach (var exceeded in AssignmentLimits.Exceeded(subject, limits))
            yield return subject.At(exceeded.Source, exceeded.Message);
    }
}
