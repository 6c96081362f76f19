using System.Globalization;
using PolicyGen.Catalogue;
using PolicyGen.Diagnostics;

namespace PolicyGen.Linting.Rules;

/// <summary>A requirement forgets none of the families of controls that it is about. Page: docs/rules/signal-unserved.md.</summary>
public sealed class SignalUnservedRule() : LintRule<Library>(
    "signal-unserved", "A requirement names a control for each signal that the library has controls for", DiagnosticSeverity.Warning, LintCategory.Catalogue)
{
    private const int Shown = 3;

    /// <inheritdoc/>
    public override IEnumerable<LintFinding> Check(Library subject, LintContext context)
    {
        var carriers = subject.Carriers();

        // Where there is no control at all, requirement-without-control says so once.
        var forgotten =
            from requirement in subject.Requirements
            where requirement.Automation == Automation.Policy
            let controls = subject.Find(requirement.ControlIds()).ToList()
            where controls.Count > 0
            let served = controls.SelectMany(c => c.Signals).ToHashSet(StringComparer.Ordinal)
            from signal in requirement.Signals
            where !served.Contains(signal) && carriers.Contains(signal) && !requirement.Unserved.ContainsKey(signal)
            select new LintFinding(
                $"No control of the requirement '{requirement.Id}' carries its signal '{signal}'; the library has {List([.. carriers[signal]])}.",
                requirement.Location);
        return forgotten.Concat(
            from requirement in subject.Requirements
            from signal in requirement.Unserved.Keys
            let control = subject.Find(requirement.ControlIds()).FirstOrDefault(c => c.Signals.Contains(signal, StringComparer.Ordinal))
            where control is not null
            select new LintFinding($"The requirement '{requirement.Id}' says why nothing checks its signal '{signal}', but its control '{control.Id}' does.", requirement.Location));
    }

    private static string List(List<string> controls) => controls.Count <= Shown
        ? string.Join(", ", controls)
        : string.Create(CultureInfo.InvariantCulture, $"{string.Join(", ", controls.Take(Shown))} and {controls.Count - Shown} more");
}
