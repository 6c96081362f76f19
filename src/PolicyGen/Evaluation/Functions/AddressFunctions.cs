using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Newtonsoft.Json.Linq;
using static PolicyGen.Evaluation.Functions.Arguments;

namespace PolicyGen.Evaluation.Functions;

/// <summary>
/// Functions of IP ranges (template-functions-cidr.md; <c>ipRangeContains</c>: definition-structure-policy-rule.md).
/// </summary>
internal static class AddressFunctions
{
    public static IEnumerable<TemplateFunction> All { get; } =
    [
        new("parseCidr", 1, 1, Parse),
        new("cidrSubnet", 3, 3, Subnet),
        new("cidrHost", 2, 2, Host),
        new("ipRangeContains", 2, 2, Contains),
    ];

    /// <summary>A range of addresses of one family.</summary>
    private readonly record struct IpRange(UInt128 First, UInt128 Last, int Bits);

    private static PolicyValue Contains(ReadOnlySpan<JToken> arguments)
    {
        if (Text(arguments[0]) is not { } range)
            return Wrong("ipRangeContains", "texts", arguments[0]);
        if (Text(arguments[1]) is not { } target)
            return Wrong("ipRangeContains", "texts", arguments[1]);
        if (Range(range) is not { } outer)
            return PolicyValue.Failed($"'{Shorten(range)}' is no IP range.");
        if (Range(target) is not { } inner)
            return PolicyValue.Failed($"'{Shorten(target)}' is no IP range.");
        return outer.Bits != inner.Bits ? PolicyValue.Failed("ipRangeContains() compares ranges of two families.") : Of(outer.First <= inner.First && inner.Last <= outer.Last);
    }

    // 10.0.0.0, 10.0.0.0/24 or 10.0.0.1-10.0.0.9.
    private static IpRange? Range(string text)
    {
        if (text.IndexOf('/', StringComparison.Ordinal) is > 0 and var slash)
            return Network(text, slash) is var (address, prefix, bits) ? Block(address, prefix, bits) : null;
        if (text.IndexOf('-', StringComparison.Ordinal) is > 0 and var dash)
        {
            return Address(text[..dash]) is var (first, firstBits) && Address(text[(dash + 1)..]) is var (last, lastBits) && firstBits == lastBits && first <= last
                ? new IpRange(first, last, firstBits)
                : null;
        }

        return Address(text) is var (single, singleBits) ? new IpRange(single, single, singleBits) : null;
    }

    private static PolicyValue Parse(ReadOnlySpan<JToken> arguments)
    {
        if (Text(arguments[0]) is not { } text)
            return Wrong("parseCidr", "a text", arguments[0]);
        if (Network(text, text.IndexOf('/', StringComparison.Ordinal)) is not var (address, prefix, bits))
            return PolicyValue.Failed($"'{Shorten(text)}' is no CIDR.");
        var block = Block(address, prefix, bits);
        // Of IPv4 the first address names the network and the last is for broadcasts, where there is room.
        var narrow = bits == 128 || prefix >= 31;
        return PolicyValue.Of(new JObject
        {
            ["network"] = Write(block.First, bits),
            ["netmask"] = Write(Mask(prefix, bits), bits),
            ["broadcast"] = bits == 32 ? Write(block.Last, bits) : null,
            ["firstUsable"] = Write(narrow ? block.First : block.First + 1, bits),
            ["lastUsable"] = Write(narrow ? block.Last : block.Last - 1, bits),
            ["cidr"] = prefix,
        });
    }

    private static PolicyValue Subnet(ReadOnlySpan<JToken> arguments)
    {
        if (Text(arguments[0]) is not { } text)
            return Wrong("cidrSubnet", "a text", arguments[0]);
        if (Integer(arguments[1]) is not { } wanted)
            return Wrong("cidrSubnet", "whole numbers", arguments[1]);
        if (Integer(arguments[2]) is not { } index)
            return Wrong("cidrSubnet", "whole numbers", arguments[2]);
        if (Network(text, text.IndexOf('/', StringComparison.Ordinal)) is not var (address, prefix, bits))
            return PolicyValue.Failed($"'{Shorten(text)}' is no CIDR.");
        if (wanted < prefix || wanted > bits || index < 0 || wanted - prefix < 63 && index >= 1L << (int)(wanted - prefix))
            return PolicyValue.Failed("cidrSubnet() asks for a subnet that the network does not have.");
        var first = Block(address, prefix, bits).First + (wanted == 0 ? 0 : (UInt128)(ulong)index << (int)(bits - wanted));
        return Of(string.Create(CultureInfo.InvariantCulture, $"{Write(first, bits)}/{wanted}"));
    }

    private static PolicyValue Host(ReadOnlySpan<JToken> arguments)
    {
        if (Text(arguments[0]) is not { } text)
            return Wrong("cidrHost", "a text", arguments[0]);
        if (Integer(arguments[1]) is not { } index)
            return Wrong("cidrHost", "a whole number", arguments[1]);
        if (Network(text, text.IndexOf('/', StringComparison.Ordinal)) is not var (address, prefix, bits))
            return PolicyValue.Failed($"'{Shorten(text)}' is no CIDR.");
        var block = Block(address, prefix, bits);
        var narrow = bits == 128 || prefix >= 31;
        var first = narrow ? block.First : block.First + 1;
        var last = narrow ? block.Last : block.Last - 1;
        return index < 0 || (UInt128)(ulong)index > last - first ? PolicyValue.Failed("cidrHost() asks for a host that the network does not have.") : Of(Write(first + (ulong)index, bits));
    }

    private static (UInt128 Address, int Prefix, int Bits)? Network(string text, int slash)
    {
        if (slash <= 0 || Address(text[..slash]) is not var (address, bits)
            || !int.TryParse(text.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var prefix) || prefix > bits)
        {
            return null;
        }

        return (address, prefix, bits);
    }

    private static (UInt128 Address, int Bits)? Address(string text)
    {
        // .NET takes 10 for 0.0.0.10; Azure's documents know full addresses only.
        if (text.Length > 64 || text.Contains('%', StringComparison.Ordinal) || !IPAddress.TryParse(text, out var address)
            || address.AddressFamily == AddressFamily.InterNetwork && text.Count(c => c == '.') != 3)
        {
            return null;
        }

        UInt128 value = 0;
        var bytes = address.GetAddressBytes();
        foreach (var b in bytes)
            value = value << 8 | b;
        return (value, bytes.Length * 8);
    }

    private static IpRange Block(UInt128 address, int prefix, int bits)
    {
        var mask = Mask(prefix, bits);
        return new IpRange(address & mask, address & mask | Full(bits) & ~mask, bits);
    }

    private static UInt128 Mask(int prefix, int bits) => prefix == 0 ? 0 : Full(bits) << bits - prefix & Full(bits);

    private static UInt128 Full(int bits) => bits == 128 ? UInt128.MaxValue : uint.MaxValue;

    private static string Write(UInt128 address, int bits)
    {
        var bytes = new byte[bits / 8];
        for (var i = bytes.Length - 1; i >= 0; i--, address >>= 8)
            bytes[i] = (byte)(address & 0xFF);
        return new IPAddress(bytes).ToString();
    }

    private static string Shorten(string text) => text.Length <= 50 ? text : text[..50] + "…";
}
