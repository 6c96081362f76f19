using System.Collections.Concurrent;

namespace PolicyGen.Auditing.Reading;

/// <summary>Keeps one copy of texts that come again and again: ids of assignments, definitions, types. Safe for several threads.</summary>
internal sealed class StringPool
{
    private readonly ConcurrentDictionary<string, string> _texts = new(StringComparer.Ordinal);

    public string Get(string text) => _texts.GetOrAdd(text, text);
}
