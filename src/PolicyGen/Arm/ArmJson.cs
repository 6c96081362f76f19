using System.Text;
using System.Text.Json;
using Newtonsoft.Json;

namespace PolicyGen.Arm;

/// <summary>Reads one JSON value that must be whole: neither cut nor followed by anything.</summary>
internal sealed class ArmJson : JsonTextReader
{
    /// <summary>Deepest nesting, that of policy and of Azure Resource Manager.</summary>
    public const int Deepest = 128;

    private const int BufferSize = 64 * 1024;
    private bool _hasValue;

    private ArmJson(TextReader reader)
        : base(reader)
    {
        DateParseHandling = DateParseHandling.None;
        MaxDepth = Deepest;
        CloseInput = true;
    }

    /// <summary>A reader placed before the first token.</summary>
    public static ArmJson Open(Stream body) =>
        new(new StreamReader(body, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true), true, BufferSize));

    /// <inheritdoc/>
    /// <exception cref="JsonReaderException">The text ends within the value, or holds none.</exception>
    public override bool Read()
    {
        if (base.Read())
            return _hasValue = true;

        // At the end of the text the base says false within an object too.
        return Depth > 0 || !_hasValue
            ? throw new JsonReaderException($"The answer ends within a value, at {(Path.Length == 0 ? "its beginning" : Path)}.")
            : false;
    }

    /// <summary>Reads what follows the value: nothing may.</summary>
    public void Finish()
    {
        while (Read())
        {
        }
    }

    /// <summary>Whether a buffered body is one whole value.</summary>
    public static bool IsWhole(ReadOnlySpan<byte> body)
    {
        var reader = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = Deepest });
        try
        {
            while (reader.Read())
            {
            }

            return true;
        }
        catch (System.Text.Json.JsonException)
        {
            return false;
        }
    }
}
