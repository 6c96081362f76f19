using PolicyGen.Diagnostics;
using PolicyGen.Evaluation;

namespace PolicyGen.Results;

/// <summary>
/// The findings of a saved result (<c>--baseline</c>). What is in it is shown and does not fail the run. A finding is known
/// again by resource id, control, definition and state, without regard to case.
/// </summary>
public sealed class Baseline
{
    private readonly HashSet<Key> _keys = [];

    private Baseline()
    {
    }

    /// <summary>Number of different findings.</summary>
    public int Count => _keys.Count;

    /// <summary>Reads a saved result of any size.</summary>
    /// <returns>The baseline; null after adding a diagnostic when the file is not a result.</returns>
    public static Baseline? Load(string path, string display, DiagnosticBag diagnostics)
    {
        var baseline = new Baseline();
        var read = ResultJson.ReadFile(path, display, diagnostics, finding => baseline._keys.Add(KeyOf(finding)));
        return read is null ? null : baseline;
    }

    /// <summary>True when the finding is in it.</summary>
    public bool Contains(Finding finding)
    {
        ArgumentNullException.ThrowIfNull(finding);
        return _keys.Contains(KeyOf(finding));
    }

    /// <summary>Marks the findings that are in it.</summary>
    public RunResult Mark(RunResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        return result with { Findings = [.. result.Findings.Select(f => Contains(f) == f.InBaseline ? f : f with { InBaseline = !f.InBaseline })] };
    }

    private static Key KeyOf(Finding finding) => new(finding.Resource.Id, finding.Control, finding.Policy.Definition, finding.State);

    private readonly record struct Key(string Resource, string Control, string Definition, ComplianceState State)
    {
        public bool Equals(Key other) =>
            State == other.State && Same(Resource, other.Resource) && Same(Control, other.Control) && Same(Definition, other.Definition);

        public override int GetHashCode() => HashCode.Combine(State, Hash(Resource), Hash(Control), Hash(Definition));

        private static bool Same(string a, string b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase);

        private static int Hash(string text) => text.GetHashCode(StringComparison.OrdinalIgnoreCase);
    }
}
