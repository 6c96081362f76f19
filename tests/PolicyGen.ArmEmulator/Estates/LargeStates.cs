using System.Globalization;

namespace PolicyGen.ArmEmulator.Estates;

/// <summary>
/// States made while they are read. A subscription has its share of them: first those of manual policies, a tenth at most, then
/// resource after resource with every policy that applies to its type. Only resources are kept, a fiftieth of the states.
/// </summary>
internal sealed class LargeStates : IStateSource
{
    private const int ManualPart = 10;
    private const string SubscriptionType = "Microsoft.Resources/subscriptions";

    private readonly IReadOnlyList<Subscription> _subscriptions;
    private readonly PolicyRule[] _manual;
    private readonly (string Type, PolicyRule[] Rules)[] _types;
    private readonly DateTimeOffset _now;
    private readonly int _states;
    private readonly StateDraw _draw;
    private readonly Lazy<StateSubject[]>[] _subjects;

    public LargeStates(IReadOnlyList<Subscription> subscriptions, IReadOnlyList<PolicyRule> rules, RenderedLibrary library, DateTimeOffset now, int states, int violations)
    {
        (_subscriptions, _now, _states) = (subscriptions, now, states);
        _manual = [.. rules.Where(r => r.IsManual)];
        // Ordered by how many policies there are: large types first, so that few resources carry many states.
        _types = [.. rules.Where(r => !r.IsManual).SelectMany(r => library.TypesOf(r.Reference).Take(1).Select(t => (Type: t, Rule: r)))
            .GroupBy(r => r.Type, StringComparer.OrdinalIgnoreCase)
            .Where(g => g.Key != SubscriptionType && g.Key.Count(c => c == '/') == 1)
            .OrderByDescending(g => g.Count()).ThenBy(g => g.Key, StringComparer.Ordinal)
            .Select(g => (g.Key, g.Select(r => r.Rule).ToArray()))];
        var automatic = Enumerable.Range(0, subscriptions.Count).Sum(s => Share(s) - Manual(s));
        _draw = new StateDraw(automatic, violations);
        _subjects = [.. Enumerable.Range(0, subscriptions.Count).Select(s => new Lazy<StateSubject[]>(() => Subjects(s)))];
    }

    public IEnumerable<PolicyState> Read(Func<string, bool> includes, DateTimeOffset? asOf)
    {
        // What was before is what is now: the estate does not change.
        var newest = asOf is { } time && time < _now ? time : _now;
        var number = 0;
        for (var s = 0; s < _subscriptions.Count; s++)
        {
            var (manual, automatic) = (Manual(s), Share(s) - Manual(s));
            if (includes(_subscriptions[s].Id))
            {
                foreach (var state in Of(s, manual, automatic, number, newest))
                    yield return state;
            }
            number += automatic;
        }
    }

    private IEnumerable<PolicyState> Of(int s, int manual, int automatic, int number, DateTimeOffset newest)
    {
        var subjects = _subjects[s].Value;
        for (var i = 0; i < manual; i++)
            yield return new PolicyState(_manual[i], subjects[0], i % 20 == 0 ? "Compliant" : "Unknown", newest.AddSeconds(-3600 * (1 + (s % 20))), null);
        for (var (i, at) = (0, 1); i < automatic; at++)
        {
            // One scan of a resource judges it under all its policies.
            var (rules, time) = (_types[(at - 1) % _types.Length].Rules, newest.AddMinutes(-((s * 7) + at) % 1440));
            for (var r = 0; r < rules.Length && i < automatic; r++, i++)
                yield return new PolicyState(rules[r], subjects[at], _draw.Of(number + i), time, null);
        }
    }

    private int Share(int s) => (_states / _subscriptions.Count) + (s < _states % _subscriptions.Count ? 1 : 0);

    private int Manual(int s) => Math.Min(_manual.Length, Share(s) / ManualPart);

    private StateSubject[] Subjects(int s)
    {
        var subscription = _subscriptions[s];
        var subjects = new List<StateSubject> { new(subscription.ResourceId, SubscriptionType, "", "", subscription.Id) };
        for (var (left, at) = (Share(s) - Manual(s), 0); left > 0; left -= _types[at++ % _types.Length].Rules.Length)
        {
            var type = _types[at % _types.Length].Type;
            var group = string.Create(CultureInfo.InvariantCulture, $"rg-{at % 8:D2}");
            var name = string.Create(CultureInfo.InvariantCulture, $"r{s:D3}{at:D5}");
            subjects.Add(new StateSubject($"{subscription.ResourceId}/resourceGroups/{group}/providers/{type}/{name}", type, at % 3 == 0 ? "japanwest" : "japaneast", group, subscription.Id));
        }
        return [.. subjects];
    }
}

/// <summary>Which states do not comply: an exact number of them, spread over all.</summary>
/// <param name="count">How many states there are.</param>
/// <param name="violations">How many are NonCompliant; a twentieth of that is Exempt, and fewer are in other states.</param>
internal sealed class StateDraw(int count, int violations)
{
    private readonly long _step = Step(count);

    public string Of(int number)
    {
        // A permutation of the numbers, so that the share is exact.
        var place = (int)(number * _step % Math.Max(count, 1));
        return place < violations ? "NonCompliant"
            : (place - violations) switch
            {
                var p when p < violations / 20 => "Exempt",
                var p when p < violations * 6L / 100 => "Error",
                var p when p < violations * 65L / 1000 => "Conflicting",
                _ => "Compliant",
            };
    }

    // A step that shares no factor with the count visits every place once.
    private static long Step(int count)
    {
        var step = 7_368_787L;
        while (Divisor(step, count) != 1)
            step += 2;
        return step;
    }

    private static long Divisor(long a, long b) => b <= 1 ? 1 : a % b == 0 ? b : Divisor(b, a % b);
}
