using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using Newtonsoft.Json.Linq;

namespace PolicyGen.Evaluation.Functions;

/// <summary>
/// ipRangeContains() (governance/policy/concepts/definition-structure-policy-rule.md, "Policy functions"). A range is an
/// address, a CIDR block or <c>start-end</c>; empty ranges and mixed families fail. In a CIDR block the bits behind the
/// prefix do not count, on which the document is silent.
/// </summary>
internal static class IpRangeFunctions
{
    /// <summary>The functions.</summary>
    public static ImmutableArray<TemplateFunction> All { get; } =
    [
        TemplateFunction.Of("ipRangeContains", Contains, TokenKinds.String, TokenKinds.String),
    ];

    private static PolicyValue Contains(ReadOnlySpan<JToken> arguments)
    {
        var stopped = Read(arguments[0], out var range);
        var targetStopped = Read(arguments[1], out var target);
        // A failure is certain, an unusual form is not.
        if (stopped is { IsError: true } || targetStopped is { IsError: true })
            return stopped is { IsError: true } ? stopped.Value : targetStopped!.Value;
        if ((stopped ?? targetStopped) is { } unknown)
            return unknown;
        if (range.First.Bits != target.First.Bits)
            return PolicyValue.Failed("one range is of IPv4 and the other of IPv6");
        return PolicyValue.Of(new JValue(range.First.Value <= target.First.Value && target.Last.Value <= range.Last.Value));
    }

    // Null when the range is read.
    private static PolicyValue? Read(JToken token, out (IpNumber First, IpNumber Last) range)
    {
        var text = Tokens.Text(token);
        var dash = text.IndexOf('-', StringComparison.Ordinal);
        if (IpText.TryParse(text, out var address))
        {
            range = (address, address);
            return null;
        }

        if (IpText.TryParseBlock(text, out var block))
        {
            range = (block.First, block.Last);
            return null;
        }

        range = default;
        if (dash > 0 && IpText.TryParse(text[..dash], out var first) && IpText.TryParse(text[(dash + 1)..], out var last))
        {
            range = (first, last);
            if (first.Bits != last.Bits)
                return PolicyValue.Failed($"the range '{text}' mixes IPv4 and IPv6");
            return first.Value > last.Value ? PolicyValue.Failed($"the range '{text}' is empty") : null;
        }

        return MayBeRead(text) ? PolicyValue.Unknown($"an address range of the unusual form '{text}'") : PolicyValue.Failed($"'{text}' is not a range of addresses");
    }

    // White space, leading zeros, addresses of fewer parts, zones: the document does not say what Azure makes of them.
    private static bool MayBeRead(string text)
    {
        var dash = text.IndexOf('-', StringComparison.Ordinal);
        if (dash >= 0)
            return IsAddress(text[..dash]) && IsAddress(text[(dash + 1)..]);
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0)
            return IsAddress(text);
        var prefix = text[(slash + 1)..];
        return IsAddress(text[..slash]) && (prefix.Contains('.', StringComparison.Ordinal) ? IsAddress(prefix) : IsPrefix(prefix, text.Contains(':', StringComparison.Ordinal) ? 128 : 32));

        static bool IsAddress(string part) => IPAddress.TryParse(part.Trim(), out _);

        static bool IsPrefix(string part, int most) =>
            int.TryParse(part, NumberStyles.Integer, CultureInfo.InvariantCulture, out var prefix) && prefix >= 0 && prefix <= most;
    }
}
