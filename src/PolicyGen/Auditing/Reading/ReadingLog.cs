using System.Collections.Concurrent;
using System.Collections.Immutable;
using PolicyGen.Arm;

namespace PolicyGen.Auditing.Reading;

/// <summary>What went wrong in a reading, and how far it is. A failure of one scope never ends another. Safe for several threads.</summary>
internal sealed class ReadingLog(IProgress<AuditProgress>? progress)
{
    private readonly ConcurrentBag<AuditFailure> _failures = [];
    private readonly ConcurrentDictionary<string, byte> _notes = new(StringComparer.Ordinal);

    /// <summary>What could not be read, in a fixed order.</summary>
    public ImmutableArray<AuditFailure> Failures =>
        [.. _failures.Distinct().OrderBy(f => f.Reads).ThenBy(f => f.Scope, StringComparer.Ordinal).ThenBy(f => f.Step, StringComparer.Ordinal).ThenBy(f => f.Failure.Message, StringComparer.Ordinal)];

    /// <summary>What a reader must know, in a fixed order.</summary>
    public ImmutableArray<string> Notes => [.. _notes.Keys.Order(StringComparer.Ordinal)];

    public void Fail(AuditPart part, string step, string scope, ArmFailure failure) => _failures.Add(new AuditFailure(part, step, scope, failure));

    public void Note(string note) => _notes.TryAdd(note, 0);

    public void Report(string step, string scope, long done, long? total) => progress?.Report(new AuditProgress(step, scope, done, total));

    /// <summary>Does something, and remembers why it failed.</summary>
    /// <param name="part">What is missing if it fails.</param>
    /// <param name="step">What is being read.</param>
    /// <param name="scopes">Scopes that depend on it.</param>
    /// <param name="action">The action that it needs.</param>
    /// <param name="work">It.</param>
    /// <param name="cancellationToken">Passes through.</param>
    /// <returns>True when it did not fail.</returns>
    public async Task<bool> TryAsync(AuditPart part, string step, ImmutableArray<string> scopes, string action, Func<Task> work, CancellationToken cancellationToken)
    {
        if (await Attempt.RunAsync(work, action, scopes.Length > 0 ? scopes[0] : "/", cancellationToken) is not { } failure)
            return true;
        foreach (var scope in scopes)
            Fail(part, step, scope, failure);
        return false;
    }

    /// <inheritdoc cref="TryAsync(AuditPart, string, ImmutableArray{string}, string, Func{Task}, CancellationToken)"/>
    public Task<bool> TryAsync(AuditPart part, string step, string scope, string action, Func<Task> work, CancellationToken cancellationToken) =>
        TryAsync(part, step, [scope], action, work, cancellationToken);
}
