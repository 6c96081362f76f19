using PolicyGen.Diagnostics;
using PolicyGen.Policies;

namespace PolicyGen.Linting.Rules;

/// <summary>References belong to groups that there are. Page: docs/rules/group-undefined.md.</summary>
public sealed class GroupUndefinedRule() : LintRule<PolicySetDefinition>(
    "group-undefined", "A group that a reference names is defined", DiagnosticSeverity.Error, LintCategory.Reference)
{
    /// <inheritdoc/>
    public override IEnumerable<LintFinding> Check(PolicySetDefinition subject, LintContext context)
    {
        var defined = subject.Groups.Select(g => g.Name?.Value).OfType<string>().ToHashSet(StringComparer.OrdinalIgnoreCase);
        return subject.References.SelectMany(r => r.GroupNames)
            .Where(name => !defined.Contains(name.Value))
            .Select(name => subject.At(name, $"There is no group '{name.Value}' in 'policyDefinitionGroups'."));
    }
}
