using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using PolicyGen.ArmEmulator.Estates;
using PolicyGen.ArmEmulator.Http;

namespace PolicyGen.ArmEmulator.Faults;

/// <summary>The rules in force. The first rule that hits a request decides. Safe for several threads.</summary>
internal sealed class FaultPlan
{
    private readonly Lock _lock = new();
    private List<Entry> _entries = [];

    /// <summary>A rule that hit.</summary>
    /// <param name="Index">Its place in the list.</param>
    /// <param name="Do">What happens.</param>
    /// <param name="Former">Answers of the rule's former requests by what they asked for, the token aside.</param>
    internal sealed record Hit(int Index, FaultAction Do, Dictionary<string, JToken> Former);

    /// <summary>Puts other rules in force; counts begin anew.</summary>
    /// <exception cref="EstateException">They cannot be used; the message says where and why.</exception>
    public void Set(JObject document, string file)
    {
        EstateSchema.Check(document, "faults.schema.json", file);
        var rules = document["rules"]!.ToObject<List<FaultRule>>()!;
        foreach (var rule in rules)
        {
            try
            {
                _ = rule.Match.Covers("GET", "/", "");
            }
            catch (ArgumentException exception)
            {
                throw new EstateException($"{file}: {exception.Message}");
            }
        }
        lock (_lock)
            _entries = [.. rules.Select((r, i) => new Entry(i, r))];
    }

    /// <summary>Puts the rules of a file in force.</summary>
    public void Load(string file)
    {
        try
        {
            Set(JsonTexts.Load(file), file);
        }
        catch (Exception exception) when (exception is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new EstateException($"{file}: {exception.Message}");
        }
    }

    /// <summary>What hits a request; null for nothing.</summary>
    public Hit? Next(EmulatorRequest request, string pathAndQuery)
    {
        lock (_lock)
        {
            Hit? hit = null;
            var key = FaultBodies.KeyOf(request);
            foreach (var entry in _entries.Where(e => e.Rule.Match.Covers(request.Method, pathAndQuery, request.Body)))
            {
                // Every rule counts the requests that it is about, those that an earlier one hits too.
                // A page can be repeated only after it was answered.
                if (entry.Count(hit is null && (!entry.Rule.Do.RepeatPage || entry.Former.ContainsKey(key))))
                    hit ??= new Hit(entry.Index, entry.Rule.Do, entry.Former);
            }
            return hit;
        }
    }

    /// <summary>Remembers an answer for the rules that repeat pages.</summary>
    public void Remember(EmulatorRequest request, string pathAndQuery, Answer answer)
    {
        lock (_lock)
        {
            foreach (var entry in _entries.Where(e => e.Rule.Do.RepeatPage && e.Rule.Match.Covers(request.Method, pathAndQuery, request.Body)))
                entry.Former[FaultBodies.KeyOf(request)] = answer.ReadJson();
        }
    }

    private sealed class Entry(int index, FaultRule rule)
    {
        private readonly Random _random = new(rule.Match.Seed);
        private int _seen;
        private int _hits;

        public int Index { get; } = index;

        public FaultRule Rule { get; } = rule;

        public Dictionary<string, JToken> Former { get; } = new(StringComparer.Ordinal);

        public bool Count(bool mayHit)
        {
            _seen++;
            if (!mayHit || _seen < Rule.Match.Nth || _hits >= (Rule.Match.Times ?? int.MaxValue) || (Rule.Match.Probability < 1 && _random.NextDouble() >= Rule.Match.Probability))
                return false;
            _hits++;
            return true;
        }
    }
}
