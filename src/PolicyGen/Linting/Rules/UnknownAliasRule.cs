using PolicyGen.Diagnostics;
using PolicyGen.Policies;

namespace PolicyGen.Linting.Rules;

/// <summary>Aliases exist. Page: docs/rules/unknown-alias.md.</summary>
public sealed class UnknownAliasRule() : LintRule<PolicyDefinition>(
    "unknown-alias", "An alias is one that Azure has", DiagnosticSeverity.Error, LintCategory.Condition)
{
    /// <inheritdoc/>
    public override IEnumerable<LintFinding> Check(PolicyDefinition subject, LintContext context)
    {
        foreach (var use in subject.AliasUses())
        {
            var type = use.Name[..use.Name.LastIndexOf('/')];
            if (!context.Aliases.TryGet(use.Name, out _) && context.Aliases.HasType(type))
                yield return subject.At(use.Source, $"{type} has no alias '{use.Name[(type.Length + 1)..]}'{Nearest(use.Name, type, context)}.");
        }
    }

    private static string Nearest(string alias, string type, LintContext context)
    {
        var nearest = context.Aliases.OfType(type)
            .Select(a => (a.Name, Distance: EditDistance.Between(alias, a.Name, limit: 6)))
            .Where(c => c.Distance <= 6)
            .OrderBy(c => c.Distance).ThenBy(c => c.Name, StringComparer.Ordinal)
            .FirstOrDefault();
        return nearest.Name is null ? "" : $"; '{nearest.Name[(type.Length + 1)..]}' is near";
    }
}
