using System.Collections;

namespace PolicyGen.Diagnostics;

/// <summary>Collects diagnostics from one run. Safe to add to from several threads; enumerates in a stable order.</summary>
public sealed class DiagnosticBag : IEnumerable<Diagnostic>
{
    private readonly List<Diagnostic> _items = [];
    private readonly Lock _lock = new();

    /// <summary>True when at least one error was added.</summary>
    public bool HasErrors
    {
        get
        {
            lock (_lock)
                return _items.Exists(d => d.Severity == DiagnosticSeverity.Error);
        }
    }

    /// <summary>Number of diagnostics so far.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
                return _items.Count;
        }
    }

    /// <summary>Adds a diagnostic.</summary>
    public void Add(Diagnostic diagnostic)
    {
        lock (_lock)
            _items.Add(diagnostic);
    }

    /// <summary>Adds several diagnostics.</summary>
    public void AddRange(IEnumerable<Diagnostic> diagnostics)
    {
        foreach (var diagnostic in diagnostics)
            Add(diagnostic);
    }

    /// <summary>Adds an error.</summary>
    public void Error(string id, string message, SourceLocation location) => Add(Diagnostic.Error(id, message, location));

    /// <summary>Adds a warning.</summary>
    public void Warning(string id, string message, SourceLocation location) => Add(Diagnostic.Warning(id, message, location));

    /// <summary>Takes back diagnostics that better ones replace.</summary>
    internal void RemoveAll(Predicate<Diagnostic> match)
    {
        lock (_lock)
            _items.RemoveAll(match);
    }

    /// <summary>By file, line, column and id, so that output does not depend on the order of work.</summary>
    public IEnumerator<Diagnostic> GetEnumerator()
    {
        List<Diagnostic> copy;
        lock (_lock)
            copy = [.. _items];
        return copy
            .OrderBy(d => d.Location.File, StringComparer.Ordinal)
            .ThenBy(d => d.Location.Line)
            .ThenBy(d => d.Location.Column)
            .ThenBy(d => d.Id, StringComparer.Ordinal)
            .ThenBy(d => d.Message, StringComparer.Ordinal)
            .Distinct()
            .GetEnumerator();
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
