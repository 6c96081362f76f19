using System.Collections.Immutable;
using System.Globalization;
using Newtonsoft.Json.Linq;

namespace PolicyGen.Evaluation.Functions;

/// <summary>CIDR functions (template-functions-cidr.md).</summary>
internal static class CidrFunctions
{
    // Azure lists subnets to find one; beyond this many it has been seen not to answer.
    private const int MaxSubnetBits = 24;

    /// <summary>The functions.</summary>
    public static ImmutableArray<TemplateFunction> All { get; } =
    [
        TemplateFunction.Of("cidrHost", Host, TokenKinds.String, TokenKinds.Integer),
        TemplateFunction.Of("cidrSubnet", Subnet, TokenKinds.String, TokenKinds.Integer, TokenKinds.Integer),
        TemplateFunction.Of("parseCidr", Parse, TokenKinds.String),
    ];

    private static PolicyValue Parse(ReadOnlySpan<JToken> arguments)
    {
        if (Read(arguments[0], out var block) is { } other)
            return other;
        var bits = block.First.Bits;
        var result = new JObject
        {
            ["network"] = block.First.ToString(),
            ["netmask"] = new IpNumber(IpBlock.HostMask(bits, 0) & ~IpBlock.HostMask(bits, block.Prefix), bits).ToString(),
        };
        if (bits == 32)
        {
            // A network of one or two addresses has no usable ones; Azure names the first.
            var hasHosts = block.Prefix < 31;
            result["broadcast"] = block.Last.ToString();
            result["firstUsable"] = (hasHosts ? block.First with { Value = block.First.Value + 1 } : block.First).ToString();
            result["lastUsable"] = (hasHosts ? block.Last with { Value = block.Last.Value - 1 } : block.First).ToString();
        }
        else
        {
            result["firstUsable"] = block.First.ToString();
            result["lastUsable"] = block.Last.ToString();
        }

        result["cidr"] = (long)block.Prefix;
        return PolicyValue.Of(result);
    }

    private static PolicyValue Subnet(ReadOnlySpan<JToken> arguments)
    {
        if (!Tokens.TryInt32(arguments[1], out var prefix) || !Tokens.TryInt32(arguments[2], out var index))
            return PolicyValue.Failed("a number does not fit into 32 bits");
        if (Read(arguments[0], out var block) is { } other)
            return other;
        var bits = block.First.Bits;
        if (prefix < block.Prefix || prefix > bits)
            return PolicyValue.Failed(string.Create(CultureInfo.InvariantCulture, $"the new prefix must be from {block.Prefix} to {bits}"));
        if (index < 0)
            return PolicyValue.Failed("the index is negative");
        if (prefix - block.Prefix > MaxSubnetBits)
            return PolicyValue.Unknown("cidrSubnet() of more subnets than Azure is known to handle");
        if (index >= 1 << (prefix - block.Prefix))
            return PolicyValue.Failed("there is no subnet of that index");
        var first = block.First with { Value = block.First.Value + (bits == prefix ? (UInt128)index : (UInt128)index << (bits - prefix)) };
        return PolicyValue.Of(new JValue(string.Create(CultureInfo.InvariantCulture, $"{first}/{prefix}")));
    }

    private static PolicyValue Host(ReadOnlySpan<JToken> arguments)
    {
        if (!Tokens.TryInt32(arguments[1], out var index))
            return PolicyValue.Failed("the index does not fit into 32 bits");
        if (Read(arguments[0], out var block) is { } other)
            return other;
        if (index < 0)
            return PolicyValue.Unknown("cidrHost() with a negative index, which is outside of the network");
        // Without the first and the last address, also for IPv6.
        return block.Prefix < block.First.Bits - 1 && (UInt128)index < IpBlock.HostMask(block.First.Bits, block.Prefix) - 1
            ? PolicyValue.Of(new JValue((block.First with { Value = block.First.Value + (UInt128)index + 1 }).ToString()))
            : PolicyValue.Failed("the network has no usable address of that index");
    }

    // Null when the block is read. The compiler reads many a text that is no CIDR range in ways of its own.
    private static PolicyValue? Read(JToken token, out IpBlock block)
    {
        var text = Tokens.Text(token);
        if (IpText.TryParseBlock(text, out block))
            return null;
        if (IpText.TryParse(text, out var address))
        {
            block = IpText.Block(address, DefaultPrefix(address));
            return null;
        }

        // Certain failures: a prefix that is too long, two addresses with a dash, words.
        return Cut(text, '/') is var (before, prefix) && IpText.TryParse(before, out _) && IpText.TryParsePrefix(prefix, out _)
            || Cut(text, '-') is var (first, last) && IpText.TryParse(first, out _) && IpText.TryParse(last, out _)
            || !text.Any(c => char.IsAsciiDigit(c) || c is ':' or '/')
            ? PolicyValue.Failed($"'{text}' is not a CIDR range")
            : PolicyValue.Unknown($"a CIDR range of the unusual form '{text}'");
    }

    private static (string Before, string After)? Cut(string text, char at) =>
        text.IndexOf(at, StringComparison.Ordinal) is >= 0 and var index ? (text[..index], text[(index + 1)..]) : null;

    // An address alone stands for the network of its former class (A, B, else C), or the usual /64.
    private static int DefaultPrefix(IpNumber address) => address.Bits == 128 ? 64 : (int)(address.Value >> 24) switch
    {
        < 128 => 8,
        < 192 => 16,
        _ => 24,
    };
}
