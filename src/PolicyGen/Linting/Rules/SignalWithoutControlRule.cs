using System.Globalization;
using PolicyGen.Catalogue;
using PolicyGen.Diagnostics;

namespace PolicyGen.Linting.Rules;

/// <summary>What requirements are about is checked somewhere. Page: docs/rules/signal-without-control.md.</summary>
public sealed class SignalWithoutControlRule() : LintRule<Library>(
    "signal-without-control", "A signal of requirements is on a control", DiagnosticSeverity.Info, LintCategory.Catalogue)
{
    /// <inheritdoc/>
    public override IEnumerable<LintFinding> Check(Library subject, LintContext context)
    {
        var carriers = subject.Carriers();
        return from asked in subject.Requirements.Where(r => r.Automation == Automation.Policy)
                   .SelectMany(r => r.Signals.Where(s => !r.Unserved.ContainsKey(s)).Select(s => (Signal: s, r.Id)))
                   .GroupBy(p => p.Signal, p => p.Id, StringComparer.Ordinal)
               where !carriers.Contains(asked.Key)
               select new LintFinding(
                   string.Create(CultureInfo.InvariantCulture, $"No control carries the signal '{asked.Key}' of {asked.Count()} requirements, the first {asked.First()}."),
                   VocabularyLocations.Signal(asked.Key));
    }
}
