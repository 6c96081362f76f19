using System.Collections.Immutable;
using PolicyGen.Azure;
using PolicyGen.Catalogue;
using PolicyGen.Diagnostics;
using PolicyGen.Evaluation;
using PolicyGen.Policies;
using PolicyGen.Policies.Loading;

namespace PolicyGen.Checking;

/// <summary>Plans what a check judges by: the guidelines, the policies of the user, or both.</summary>
internal static class CheckPolicies
{
    public static PolicyPlan? Plan(LibraryFiles files, Library library, ImmutableArray<GuidelineId> guidelines, AliasTable aliases, CheckOptions options,
        DiagnosticBag diagnostics, CancellationToken cancellationToken)
    {
        var brought = options.Policies.IsEmpty ? null : PolicyFolder.Load(options.Policies, diagnostics, cancellationToken);
        if (!options.Policies.IsEmpty && brought is null)
            return null;
        if (GuidelinePolicies.Load(files, library.Controls, guidelines, diagnostics) is not { } own)
            return null;

        var plan = guidelines.IsEmpty ? new PolicyPlan([], []) : own.Plan(aliases, brought?.Library ?? PolicyLibrary.Empty);
        if (brought is not null)
        {
            // Bodies of built-ins that the guidelines refer to were brought for them, and are not judged once more.
            var bodies = own.BuiltInNames.ToHashSet(StringComparer.OrdinalIgnoreCase);
            var rest = brought.Library.Documents.Where(d => guidelines.IsEmpty || d is not PolicyDefinition || !bodies.Contains(d.ReferenceName));
            plan = plan.And(new PolicyPlanner(aliases, own).Plan(new PolicyLibrary(rest), brought.Exemptions));
        }

        var known = plan.Policies.Select(p => p.Identity.Control).Concat(plan.Missing.Select(m => m.Identity.Control)).Concat(library.Controls.Keys).ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var control in options.Controls.Where(c => !known.Contains(c)))
            diagnostics.Error("unknown-control", $"There is no control \"{control}\" to check; 'policygen controls list' lists ours.", SourceLocation.None);
        return diagnostics.HasErrors ? null : plan.Where(p =>
            (options.Controls.IsEmpty || options.Controls.Contains(p.Control, StringComparer.OrdinalIgnoreCase)) && p.Severity >= options.Severity);
    }
}
