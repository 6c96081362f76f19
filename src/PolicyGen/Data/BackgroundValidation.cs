using System.Collections.Concurrent;
using Newtonsoft.Json.Linq;
using PolicyGen.Diagnostics;

namespace PolicyGen.Data;

/// <summary>
/// Validates documents one after another on a thread of its own: validation takes as long as binding and rendering
/// together, and depends on neither.
/// </summary>
internal sealed class BackgroundValidation
{
    private readonly BlockingCollection<Document> _queue = [];
    private readonly DiagnosticBag _diagnostics = new();
    private readonly Task _worker;

    public BackgroundValidation(SchemaValidator schemas) => _worker = Task.Factory.StartNew(
        () =>
        {
            foreach (var item in _queue.GetConsumingEnumerable())
                schemas.Validate(item.Token, item.File, item.Schema, _diagnostics, item.Definition);
        },
        CancellationToken.None,
        TaskCreationOptions.LongRunning,
        TaskScheduler.Default);

    /// <summary>Hands in a document, which nobody may change any more.</summary>
    public void Add(JToken document, string file, string schema, string? definition = null) =>
        _queue.Add(new Document(document, file, schema, definition));

    /// <summary>Waits until everything handed in is validated.</summary>
    public IReadOnlyCollection<Diagnostic> Complete()
    {
        _queue.CompleteAdding();
        _worker.GetAwaiter().GetResult();
        return [.. _diagnostics];
    }

    private sealed record Document(JToken Token, string File, string Schema, string? Definition);
}
