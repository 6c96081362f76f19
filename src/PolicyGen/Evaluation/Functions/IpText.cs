using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace PolicyGen.Evaluation.Functions;

/// <summary>An IP address as a number.</summary>
/// <param name="Value">The address; the bits above an IPv4 address are zero.</param>
/// <param name="Bits">32 or 128.</param>
internal readonly record struct IpNumber(UInt128 Value, int Bits)
{
    /// <summary>The address as .NET writes it.</summary>
    public override string ToString()
    {
        var bytes = new byte[16];
        for (var i = 0; i < 16; i++)
            bytes[i] = (byte)(Value >> (8 * (15 - i)));
        return new IPAddress(Bits == 32 ? bytes[12..] : bytes).ToString();
    }
}

/// <summary>A block of addresses with a common prefix.</summary>
/// <param name="First">First address; the bits behind the prefix are zero.</param>
/// <param name="Prefix">Number of leading bits, from 0 to <see cref="IpNumber.Bits"/>.</param>
internal readonly record struct IpBlock(IpNumber First, int Prefix)
{
    /// <summary>The bits behind a prefix.</summary>
    public static UInt128 HostMask(int bits, int prefix) => bits - prefix >= 128 ? UInt128.MaxValue : (UInt128.One << (bits - prefix)) - 1;

    /// <summary>Last address.</summary>
    public IpNumber Last => First with { Value = First.Value | HostMask(First.Bits, Prefix) };
}

/// <summary>
/// Reads IP addresses in the one form that everybody reads the same way: four decimal numbers without leading zeros, or
/// IPv6 without brackets and zone.
/// </summary>
internal static class IpText
{
    /// <summary>Reads an address.</summary>
    public static bool TryParse(string text, out IpNumber address)
    {
        address = default;
        if (!IsCanonical(text) || !IPAddress.TryParse(text, out var parsed))
            return false;
        UInt128 value = 0;
        foreach (var part in parsed.GetAddressBytes())
            value = value << 8 | part;
        address = new IpNumber(value, parsed.AddressFamily == AddressFamily.InterNetwork ? 32 : 128);
        return true;
    }

    /// <summary>Reads <c>address/prefix</c>; bits behind the prefix are dropped.</summary>
    public static bool TryParseBlock(string text, out IpBlock block)
    {
        block = default;
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0 || !TryParse(text[..slash], out var address) || !TryParsePrefix(text[(slash + 1)..], out var prefix) || prefix > address.Bits)
            return false;
        block = Block(address, prefix);
        return true;
    }

    /// <summary>The block of that size around an address.</summary>
    public static IpBlock Block(IpNumber address, int prefix) =>
        new(address with { Value = address.Value & ~IpBlock.HostMask(address.Bits, prefix) }, prefix);

    /// <summary>Reads a number of up to three digits without leading zeros.</summary>
    public static bool TryParsePrefix(string text, out int prefix) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out prefix)
        && text.Length <= 3 && (text.Length == 1 || text[0] != '0');

    private static bool IsCanonical(string text)
    {
        if (text.Contains(':', StringComparison.Ordinal))
            return text.All(c => char.IsAsciiHexDigit(c) || c is ':' or '.');
        var parts = text.Split('.');
        return parts.Length == 4 && parts.All(part => TryParsePrefix(part, out var value) && value <= 255);
    }
}
