using PolicyGen.Diagnostics;

namespace PolicyGen.Results;

/// <summary>
/// The findings of a saved result (<c>--baseline</c>). What is in it is shown and does not fail the run. A finding is known
/// again by resource id, control, definition and state, without regard to case.
/// </summary>
public sealed class Baseline
{
    private readonly FindingMemory _memory = new();
    private readonly string _name;

    private Baseline(string name) => _name = name;

    /// <summary>Number of different findings.</summary>
    public int Count => _memory.Count;

    /// <summary>Reads a saved result of any size.</summary>
    /// <returns>The baseline; null after adding a diagnostic when the file is not a result.</returns>
    public static Baseline? Load(string path, string display, DiagnosticBag diagnostics)
    {
        var baseline = new Baseline(display);
        var read = ResultJson.ReadFile(path, display, diagnostics, baseline._memory.Add);
        return read is null ? null : baseline;
    }

    /// <summary>True when the finding is in it.</summary>
    public bool Contains(Finding finding)
    {
        ArgumentNullException.ThrowIfNull(finding);
        return _memory.Contains(finding);
    }

    /// <summary>Marks the findings that are in it; in a result of an audit also tells what is new and what is gone.</summary>
    public RunResult Mark(RunResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        var marked = result with { Findings = [.. result.Findings.Select(f => Contains(f) == f.InBaseline ? f : f with { InBaseline = !f.InBaseline })] };
        return marked.Audit is { } audit ? marked with { Audit = audit with { Comparison = _memory.Compare(marked, _name, violationsOnly: false) } } : marked;
    }
}
