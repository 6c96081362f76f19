using System.Buffers;
using System.Collections.Frozen;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using PolicyGen.Data;
using PolicyGen.Diagnostics;

namespace PolicyGen.Resources.Exports;

/// <summary>Why an element cannot be parsed.</summary>
/// <param name="Message">One English sentence.</param>
/// <param name="Line">Line within the element, 1-based.</param>
/// <param name="Column">Column; 0 when unknown.</param>
internal readonly record struct ElementFault(string Message, int Line, int Column);

/// <summary>Parses elements one after the other and keeps its buffers. Used by one thread at a time.</summary>
internal sealed class ElementParser
{
    private static readonly JsonLoadSettings Settings = new()
    {
        CommentHandling = CommentHandling.Ignore,
        DuplicatePropertyNameHandling = DuplicatePropertyNameHandling.Error,
        LineInfoHandling = LineInfoHandling.Ignore,
    };

    private readonly NameTable _names = new();
    private readonly CharPool _pool = new();
    private readonly CharReader _text = new();
    private byte[] _bytes = [];
    private char[] _chars = [];

    /// <summary>A buffer of at least that size, for the bytes of a piece.</summary>
    public byte[] Buffer(int length)
    {
        if (_bytes.Length < length)
            _bytes = GC.AllocateUninitializedArray<byte>(length);
        return _bytes;
    }

    /// <summary>Parses one value as <see cref="JsonText.Parse"/> does.</summary>
    /// <param name="utf8">The value.</param>
    /// <param name="hasSurrogate">True when it holds an escape that may be half of a surrogate pair.</param>
    /// <param name="keep">Names under <c>properties</c> to keep; null keeps all.</param>
    /// <param name="fault">Why the result is null.</param>
    public JToken? Parse(ReadOnlySpan<byte> utf8, bool hasSurrogate, FrozenSet<string>? keep, out ElementFault fault)
    {
        fault = default;
        if (_chars.Length < utf8.Length)
            _chars = GC.AllocateUninitializedArray<char>(Math.Max(utf8.Length, 64 * 1024));
        try
        {
            var length = JsonText.StrictUtf8.GetChars(utf8, _chars);
            if (hasSurrogate)
                return ParseSlowly(new string(_chars, 0, length), out fault);

            _text.Set(_chars, length);
            using var reader = new JsonTextReader(_text)
            {
                DateParseHandling = DateParseHandling.None,
                FloatParseHandling = FloatParseHandling.Decimal,
                MaxDepth = JsonText.MaxDepth,
                Culture = System.Globalization.CultureInfo.InvariantCulture,
                ArrayPool = _pool,
                PropertyNameTable = _names,
                CloseInput = false,
            };
            return keep is null ? JToken.ReadFrom(reader, Settings) : ReadObject(reader, keep, isRoot: true);
        }
        catch (System.Text.DecoderFallbackException)
        {
            fault = new ElementFault("It is not valid UTF-8.", 1, 0);
        }
        catch (JsonException)
        {
            // Once more, for the message and the place.
            ParseSlowly(new string(_chars, 0, JsonText.StrictUtf8.GetCharCount(utf8)), out fault);
        }

        return null;
    }

    // What is left out is read over, not built. The scanner has seen the whole element: its JSON is sound.
    private static JToken ReadObject(JsonTextReader reader, FrozenSet<string> keep, bool isRoot)
    {
        if (isRoot)
            reader.Read();
        if (reader.TokenType != JsonToken.StartObject)
            return JToken.ReadFrom(reader, Settings);
        var result = new JObject();
        while (reader.Read() && reader.TokenType == JsonToken.PropertyName)
        {
            var name = (string)reader.Value!;
            if (result.ContainsKey(name))
                throw new JsonException("A name is given twice.");
            reader.Read();
            if (isRoot)
                result.Add(name, name.Equals("properties", StringComparison.OrdinalIgnoreCase) ? ReadObject(reader, keep, isRoot: false) : JToken.ReadFrom(reader, Settings));
            else if (keep.Contains(name))
                result.Add(name, JToken.ReadFrom(reader, Settings));
            else
                reader.Skip();
        }

        return result;
    }

    private static JToken? ParseSlowly(string text, out ElementFault fault)
    {
        var found = new DiagnosticBag();
        var token = JsonText.Parse(text, "", found);
        fault = token is null ? new ElementFault(found.First().Message, Math.Max(1, found.First().Location.Line), found.First().Location.Column) : default;
        return token;
    }

    // Newtonsoft asks for a name that it has met, and makes a new text when there is none. Names repeat from resource to
    // resource; those of a hostile file do not, and are not kept.
    private sealed class NameTable : DefaultJsonNameTable
    {
        private const int MaxNames = 4096;
        private const int MaxLength = 64;

        private int _count;

        public override string? Get(char[] key, int start, int length)
        {
            if (base.Get(key, start, length) is { } known)
                return known;
            if (_count >= MaxNames || length > MaxLength)
                return null;
            _count++;
            return Add(new string(key, start, length));
        }
    }

    private sealed class CharPool : IArrayPool<char>
    {
        public char[] Rent(int minimumLength) => ArrayPool<char>.Shared.Rent(minimumLength);

        public void Return(char[]? array)
        {
            if (array is not null)
                ArrayPool<char>.Shared.Return(array);
        }
    }

    private sealed class CharReader : TextReader
    {
        private char[] _chars = [];
        private int _length;
        private int _position;

        public void Set(char[] chars, int length) => (_chars, _length, _position) = (chars, length, 0);

        public override int Read(char[] buffer, int index, int count)
        {
            var taken = Math.Min(count, _length - _position);
            _chars.AsSpan(_position, taken).CopyTo(buffer.AsSpan(index));
            _position += taken;
            return taken;
        }

        public override int Read() => _position < _length ? _chars[_position++] : -1;

        public override int Peek() => _position < _length ? _chars[_position] : -1;
    }
}
