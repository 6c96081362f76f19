using System.Collections.Frozen;
using Newtonsoft.Json.Linq;
using PolicyGen.Catalogue;
using PolicyGen.Diagnostics;

namespace PolicyGen.Linting.Rules;

/// <summary>An effect that changes resources knows what to change. Page: docs/rules/effect-without-means.md.</summary>
public sealed class EffectWithoutMeansRule() : LintRule<Library>(
    "effect-without-means", "A control that may repair says how", DiagnosticSeverity.Error, LintCategory.Catalogue)
{
    // What the templates under templates/definitions read. Some deploy what they ask for by themselves; a rule
    // that Microsoft made carries its own.
    private static readonly FrozenSet<string> Repair = Names("property", "version", "array", "public-exposure");
    private static readonly FrozenSet<string> Deployment = Names("related", "subscription");
    private static readonly FrozenSet<string> DeploysByItself = Names("diagnostic-settings", "defender-plan");

    /// <inheritdoc/>
    public override IEnumerable<LintFinding> Check(Library subject, LintContext context) =>
        from control in subject.Controls.Values
        where control.HasDefinition
        from fault in new[] { Fault(control, "Modify", "repair", Repair), Fault(control, "DeployIfNotExists", "deployment", Deployment) }
        where fault is not null
        select new LintFinding($"The control '{control.Id}' {fault}.", control.Location);

    private static string? Fault(Control control, string effect, string member, FrozenSet<string> patterns)
    {
        if (!control.Effects.Allowed.Contains(effect, StringComparer.Ordinal))
            return null;
        if (patterns.Contains(control.Pattern))
            return control.Values[member] is JObject ? null : $"allows {effect}, but its values hold no '{member}'";
        return member == "deployment" && DeploysByItself.Contains(control.Pattern) ? null : $"allows {effect}, which the pattern '{control.Pattern}' cannot do";
    }

    private static FrozenSet<string> Names(params string[] patterns) => patterns.ToFrozenSet(StringComparer.Ordinal);
}
