using System.Collections.Immutable;
using Newtonsoft.Json.Linq;
using PolicyGen.Evaluation;

namespace PolicyGen.Results;

/// <summary>
/// A verdict that holds on to nothing: a token knows its parent, so that a value found in a resource would keep the whole
/// resource, and in the end the whole export, in memory.
/// </summary>
internal static class DetachedVerdict
{
    public static Verdict Of(Verdict verdict) =>
        verdict.Reasons.Any(Hangs) || !verdict.Related.IsEmpty || !verdict.Changes.IsEmpty
            ? verdict with
            {
                Reasons = Of(verdict.Reasons),
                Related = [.. verdict.Related.Select(r => r with { Reasons = Of(r.Reasons) })],
                Changes = Of(verdict.Changes),
            }
            : verdict;

    public static ImmutableArray<PropertyChange> Of(ImmutableArray<PropertyChange> changes) =>
        [.. changes.Select(c => c with { Before = Free(c.Before), After = Free(c.After) })];

    private static ImmutableArray<Reason> Of(ImmutableArray<Reason> reasons) =>
        reasons.Any(Hangs) ? [.. reasons.Select(r => r with { Expected = Free(r.Expected), Actual = Free(r.Actual) })] : reasons;

    private static bool Hangs(Reason reason) => reason.Actual?.Parent is not null || reason.Expected?.Parent is not null;

    private static JToken? Free(JToken? token) => token?.Parent is null ? token : token.DeepClone();
}
