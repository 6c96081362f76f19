using System.Collections.Immutable;
using PolicyGen.Evaluation.Knowledge;

namespace PolicyGen.Evaluation;

/// <summary>Makes what a rule said into what a person reads.</summary>
internal static class Reasons
{
    /// <summary>Leaves out what only says which resource it is, unless nothing else was said.</summary>
    public static ImmutableArray<Reason> Distil(List<Reason> reasons)
    {
        for (var i = 0; i < reasons.Count; i++)
            reasons[i] = reasons[i] with { Actual = SecretValues.Masked(reasons[i].Path, reasons[i].Actual) };
        var telling = reasons.Where(r => r.Note is not null || !IsSelf(r.Path)).Distinct().ToImmutableArray();
        return telling.IsEmpty ? [.. reasons.Distinct()] : telling;
    }

    private static bool IsSelf(string path) => path is "type" || string.Equals(path, "[field('type')]", StringComparison.OrdinalIgnoreCase);
}
