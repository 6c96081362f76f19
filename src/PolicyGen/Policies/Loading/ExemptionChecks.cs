using PolicyGen.Diagnostics;
using PolicyGen.Evaluation;

namespace PolicyGen.Policies.Loading;

/// <summary>Says which exemptions cannot have an effect.</summary>
/// <param name="library">All documents.</param>
/// <param name="diagnostics">Takes <c>exemption-not-applied</c>.</param>
internal sealed class ExemptionChecks(PolicyLibrary library, DiagnosticBag diagnostics)
{
    private readonly HashSet<string> _ids = library.Documents.OfType<PolicyAssignment>().Select(a => a.Id?.Value).OfType<string>().ToHashSet(StringComparer.OrdinalIgnoreCase);

    // Of assignments whose scope is not known, as ExemptionResource.IsFor compares them.
    private readonly HashSet<string> _names = library.Documents.OfType<PolicyAssignment>().Where(a => a.Id is null).Select(a => a.ReferenceName).ToHashSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>Reports an exemption of a management group, and one from an assignment that is not there.</summary>
    public void Report(ExemptionResource exemption, SourceLocation place)
    {
        if (!_ids.Contains(exemption.AssignmentId) && !_names.Contains(ResourceIds.LastSegment(exemption.AssignmentId)))
            diagnostics.Warning("exemption-not-applied", $"The assignment {exemption.AssignmentId} is not among the policies: the exemption {exemption.Exemption.Name} has no effect.", place);
        else if (!exemption.Exemption.Scope.StartsWith("/subscriptions/", StringComparison.OrdinalIgnoreCase))
            diagnostics.Warning("exemption-not-applied", $"Which subscriptions lie in {exemption.Exemption.Scope} is not known: the exemption {exemption.Exemption.Name} is not applied.", place);
    }
}
