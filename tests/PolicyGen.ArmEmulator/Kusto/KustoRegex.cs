using System.Collections.Concurrent;
using System.Text.RegularExpressions;

namespace PolicyGen.ArmEmulator.Kusto;

/// <summary>
/// Regular expressions. Kusto's are RE2: no backtracking, thus no references and no looking around, which is what
/// .NET's engine without backtracking takes as well. The pattern is a constant.
/// </summary>
internal static class KustoRegex
{
    private const int MaxPattern = 1000;
    private const int MaxKnown = 5000;

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(1);

    public static KustoBound Matches(KustoBound left, KustoBound right, int position)
    {
        if (!left.Type.IsText())
            throw KustoComparison.Undefined("matches regex", left, right, position);
        var regex = Pattern(right, position);
        return Texts(left, KustoType.Bool, text => Bounded(() => regex.IsMatch(text), position));
    }

    public static KustoBound Extract(KustoCall call)
    {
        var regex = Pattern(call[0], call.Position);
        if (call[1].Constant is not long group)
            throw new KustoException("The capture group is a number.", call.Position);
        return Texts(call[2], KustoType.String, text => Bounded(() =>
            group is >= 0 and <= int.MaxValue && regex.Match(text) is { Success: true } match ? match.Groups[(int)group].Value : "", call.Position));
    }

    public static KustoBound Replace(KustoCall call)
    {
        var regex = Pattern(call[1], call.Position);
        if (call[2].Constant is not string rewrite)
            throw new KustoException("The replacement is a constant text.", call.Position);
        // RE2 writes \1 where .NET writes ${1}.
        var replacement = string.Concat(rewrite.Select((c, i) => c switch
        {
            '$' => "$$",
            '\\' when i + 1 < rewrite.Length && char.IsAsciiDigit(rewrite[i + 1]) => "",
            _ when char.IsAsciiDigit(c) && i > 0 && rewrite[i - 1] == '\\' => $"${{{c}}}",
            _ => c.ToString(),
        }));
        return Texts(call[0], KustoType.String, text => Bounded(() => regex.Replace(text, replacement), call.Position));
    }

    public static KustoBound Trim(KustoCall call)
    {
        if (call[0].Constant is not string pattern)
            throw new KustoException("The regular expression is a constant text.", call.Position);
        var start = Compile($"^(?:{pattern})+", call.Position);
        var end = Compile($"(?:{pattern})+$", call.Position);
        return Texts(call[1], KustoType.String, text => Bounded(() => end.Replace(start.Replace(text, ""), ""), call.Position));
    }

    // A million rows have few different names: what was found for one text is kept for the next row with it.
    private static KustoBound Texts(KustoBound bound, KustoType type, Func<string, object?> map)
    {
        var read = bound.Read;
        var count = 0;
        var known = new ConcurrentDictionary<string, object?>(StringComparer.Ordinal);
        return new KustoBound(type, cells =>
        {
            var text = KustoConvert.Text(read(cells));
            if (known.TryGetValue(text, out var result))
                return result;
            result = map(text);
            // Counting a concurrent dictionary is dear, adding to it for ever is dearer: past the limit nothing is added.
            if (Volatile.Read(ref count) < MaxKnown && known.TryAdd(text, result))
                Interlocked.Increment(ref count);
            return result;
        });
    }

    private static Regex Pattern(KustoBound bound, int position) => bound.Constant is string pattern
        ? Compile(pattern, position)
        : throw new KustoException("The regular expression is a constant text.", position);

    private static Regex Compile(string pattern, int position)
    {
        if (pattern.Length > MaxPattern)
            throw new KustoException("The regular expression is too long.", position);
        try
        {
            return new Regex(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant, Timeout);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            throw new KustoException("The regular expression is wrong, or not supported.", position);
        }
    }

    private static object? Bounded(Func<object?> work, int position)
    {
        try
        {
            return work();
        }
        catch (RegexMatchTimeoutException)
        {
            throw new KustoException("The regular expression takes too long.", position);
        }
    }
}
