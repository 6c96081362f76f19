using System.Threading.Channels;
using Newtonsoft.Json.Linq;
using PolicyGen.Diagnostics;

namespace PolicyGen.Data;

/// <summary>
/// Validates documents one after another on a thread of its own: validation takes as long as binding and rendering
/// together, and depends on neither.
/// </summary>
internal sealed class BackgroundValidation
{
    private readonly Channel<(JToken Document, string File, string Schema, string? Definition)> _queue =
        Channel.CreateUnbounded<(JToken, string, string, string?)>(new UnboundedChannelOptions { SingleReader = true });

    private readonly DiagnosticBag _diagnostics = new();
    private readonly Task _worker;

    public BackgroundValidation(SchemaValidator schemas) => _worker = Task.Run(async () =>
    {
        await foreach (var (document, file, schema, definition) in _queue.Reader.ReadAllAsync())
            schemas.Validate(document, file, schema, _diagnostics, definition);
    });

    /// <summary>Hands in a document, which nobody may change any more.</summary>
    public void Add(JToken document, string file, string schema, string? definition = null) =>
        _queue.Writer.TryWrite((document, file, schema, definition));

    /// <summary>Waits until everything handed in is validated.</summary>
    public IReadOnlyCollection<Diagnostic> Complete()
    {
        _queue.Writer.TryComplete();
        _worker.GetAwaiter().GetResult();
        return [.. _diagnostics];
    }
}
