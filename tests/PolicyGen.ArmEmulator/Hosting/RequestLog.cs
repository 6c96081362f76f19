using Newtonsoft.Json.Linq;

namespace PolicyGen.ArmEmulator.Hosting;

/// <summary>A request that was received. No token is kept.</summary>
/// <param name="Number">Its number, from 1.</param>
/// <param name="Method">Method.</param>
/// <param name="Path">Path and query.</param>
/// <param name="Body">Body, cut where it is long.</param>
/// <param name="Token">What its token was worth.</param>
internal sealed record LoggedRequest(int Number, string Method, string Path, string Body, TokenState Token)
{
    public int Status { get; set; }

    public long Bytes { get; set; }

    public double Milliseconds { get; set; }

    /// <summary>Place of the rule that hit it; null for none.</summary>
    public int? Fault { get; set; }

    /// <summary>HTTP/1.1 or HTTP/2.</summary>
    public string Protocol { get; init; } = "";
}

/// <summary>What was received, by whom it was meant for. Safe for several threads; the oldest entries go when there are very many.</summary>
internal sealed class RequestLog
{
    private const int MostEntries = 50_000;
    // A query names some hundred subscriptions; a copy of it must be sendable again.
    private const int LongestBody = 64 * 1024;

    private readonly Lock _lock = new();
    private readonly Queue<LoggedRequest> _requests = new();
    private readonly Queue<LoggedRequest> _foreign = new();
    private int _number;

    /// <summary>Notes a request to the emulator, or to the other host that links of a fault lead to.</summary>
    public LoggedRequest Add(string method, string path, string body, TokenState token, string protocol, bool isForeign = false)
    {
        lock (_lock)
        {
            var entry = new LoggedRequest(++_number, method, path, body.Length > LongestBody ? body[..LongestBody] : body, token) { Protocol = protocol };
            var queue = isForeign ? _foreign : _requests;
            queue.Enqueue(entry);
            if (queue.Count > MostEntries)
                queue.Dequeue();
            return entry;
        }
    }

    public void Clear()
    {
        lock (_lock)
        {
            _requests.Clear();
            _foreign.Clear();
            _number = 0;
        }
    }

    public JObject ToJson()
    {
        lock (_lock)
            return new JObject { ["requests"] = new JArray(_requests.Select(ToJson)), ["foreign"] = new JArray(_foreign.Select(ToJson)) };
    }

    private static JObject ToJson(LoggedRequest entry) => new()
    {
        ["number"] = entry.Number,
        ["method"] = entry.Method,
        ["path"] = entry.Path,
        ["body"] = entry.Body,
        ["token"] = entry.Token.ToString().ToLowerInvariant(),
        ["status"] = entry.Status,
        ["bytes"] = entry.Bytes,
        ["milliseconds"] = Math.Round(entry.Milliseconds, 1),
        ["fault"] = entry.Fault,
        ["protocol"] = entry.Protocol,
    };
}
