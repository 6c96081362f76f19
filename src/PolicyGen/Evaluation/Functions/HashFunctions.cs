using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using Newtonsoft.Json.Linq;

namespace PolicyGen.Evaluation.Functions;

/// <summary>
/// guid() and uniqueString() (template-functions-string.md). The document says only that they are hashes; these give
/// what the Bicep compiler gives, which a spec compares.
/// </summary>
internal static class HashFunctions
{
    // Azure's namespace for guid().
    private static readonly Guid Namespace = new("11fb06fb-712d-4ddd-98c7-e71bbd588830");

    /// <summary>The functions.</summary>
    public static ImmutableArray<TemplateFunction> All { get; } =
    [
        new("guid", 1, TemplateFunction.Unlimited, false, [TokenKinds.String], arguments => PolicyValue.Of(new JValue(NameBasedGuid(Joined(arguments))))),
        new("uniqueString", 1, TemplateFunction.Unlimited, false, [TokenKinds.String], arguments => PolicyValue.Of(new JValue(Base32(Murmur64(Joined(arguments)))))),
    ];

    private static byte[] Joined(ReadOnlySpan<JToken> texts)
    {
        var parts = new string[texts.Length];
        for (var i = 0; i < parts.Length; i++)
            parts[i] = Tokens.Text(texts[i]);
        return Encoding.UTF8.GetBytes(string.Join('-', parts));
    }

    // RFC 9562, section 5.5: version 5, by SHA-1.
    private static string NameBasedGuid(byte[] name)
    {
        Span<byte> bytes = SHA1.HashData([.. Namespace.ToByteArray(bigEndian: true), .. name]).AsSpan(0, 16);
        bytes[6] = (byte)(bytes[6] & 0x0F | 0x50);
        bytes[8] = (byte)(bytes[8] & 0x3F | 0x80);
        return new Guid(bytes, bigEndian: true).ToString("D");
    }

    // MurmurHash3 in two lanes of 32 bits, seed zero.
    private static ulong Murmur64(ReadOnlySpan<byte> data)
    {
        const uint First = 0x239B961B;
        const uint Second = 0xAB0E9789;
        uint low = 0, high = 0;
        var rest = data;
        for (; rest.Length >= 8; rest = rest[8..])
        {
            low ^= Scramble(BinaryPrimitives.ReadUInt32LittleEndian(rest), First, 15, Second);
            low = (BitOperations.RotateLeft(low, 19) + high) * 5 + 0x561CCD1B;
            high ^= Scramble(BinaryPrimitives.ReadUInt32LittleEndian(rest[4..]), Second, 17, First);
            high = (BitOperations.RotateLeft(high, 13) + low) * 5 + 0x0BCAA747;
        }

        Span<byte> tail = stackalloc byte[8];
        rest.CopyTo(tail);
        low ^= Scramble(BinaryPrimitives.ReadUInt32LittleEndian(tail), First, 15, Second);
        high ^= Scramble(BinaryPrimitives.ReadUInt32LittleEndian(tail[4..]), Second, 17, First);

        low ^= (uint)data.Length;
        high ^= (uint)data.Length;
        Mix(ref low, ref high);
        low = Finish(low);
        high = Finish(high);
        Mix(ref low, ref high);
        return (ulong)high << 32 | low;

        static uint Scramble(uint block, uint before, int rotation, uint after) => BitOperations.RotateLeft(block * before, rotation) * after;

        static void Mix(ref uint low, ref uint high)
        {
            low += high;
            high += low;
        }

        static uint Finish(uint hash)
        {
            hash = (hash ^ hash >> 16) * 0x85EBCA6B;
            hash = (hash ^ hash >> 13) * 0xC2B2AE35;
            return hash ^ hash >> 16;
        }
    }

    // Thirteen digits of five bits, the highest first; the last one holds four.
    private static string Base32(ulong hash) => string.Create(13, hash, static (digits, rest) =>
    {
        foreach (ref var digit in digits)
        {
            digit = "abcdefghijklmnopqrstuvwxyz234567"[(int)(rest >> 59)];
            rest <<= 5;
        }
    });
}
