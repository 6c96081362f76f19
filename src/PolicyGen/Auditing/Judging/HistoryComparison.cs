using System.Collections.Immutable;
using PolicyGen.Policies;
using PolicyGen.Results;

namespace PolicyGen.Auditing.Judging;

/// <summary>Compares violations with those that there were at a time.</summary>
internal static class HistoryComparison
{
    public static RunResult Compare(RunResult result, ImmutableArray<StateRow> before, DateTimeOffset since, AuditedEstate estate)
    {
        var memory = new FindingMemory();
        foreach (var row in before)
        {
            if (estate.ControlOf(row.Reference, row.Definition) is { } control && AzureStates.Of(row.State) is Evaluation.ComplianceState.NonCompliant or Evaluation.ComplianceState.Error)
                memory.Add(row.Resource, control, ResourceIds.LastSegment(row.Definition), AzureStates.Of(row.State));
        }

        return result with { Audit = result.Audit! with { Comparison = memory.Compare(result, IsoTime.Write(since), violationsOnly: true) } };
    }
}
