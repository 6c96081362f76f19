using PolicyGen.Diagnostics;
using PolicyGen.Policies;

namespace PolicyGen.Linting.Rules;

/// <summary>Groups have members. Page: docs/rules/group-unused.md.</summary>
public sealed class GroupUnusedRule() : LintRule<PolicySetDefinition>(
    "group-unused", "A group has a reference", DiagnosticSeverity.Info, LintCategory.Reference)
{
    /// <inheritdoc/>
    public override IEnumerable<LintFinding> Check(PolicySetDefinition subject, LintContext context)
    {
        var used = subject.References.SelectMany(r => r.GroupNames).Select(n => n.Value).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return subject.Groups
            .Where(g => g.Name is not null && !used.Contains(g.Name.Value))
            .Select(g => subject.At(g.Name!, $"No reference belongs to the group '{g.Name!.Value}'."));
    }
}
