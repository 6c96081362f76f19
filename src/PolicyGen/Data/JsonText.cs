using System.Globalization;
using System.Text;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using PolicyGen.Diagnostics;

namespace PolicyGen.Data;

/// <summary>Reads and writes JSON text with the limits and the normal form that every file of PolicyGen shares.</summary>
public static class JsonText
{
    /// <summary>
    /// Deepest nesting accepted. Azure Policy evaluates objects up to 128 levels deep
    /// (MicrosoftDocs/azure-docs, definition-structure-policy-rule.md); no data file comes near.
    /// </summary>
    public const int MaxDepth = 128;

    /// <summary>Largest file accepted, in bytes.</summary>
    public const int MaxBytes = 16 * 1024 * 1024;

    /// <summary>
    /// Parses one JSON document with line information. Comments are allowed; a property given twice, trailing
    /// content, nesting beyond <see cref="MaxDepth"/>, halves of surrogate pairs and dates taken for anything but text are
    /// not.
    /// </summary>
    /// <returns>The document, or null after adding a <c>json-malformed</c> or <c>text-control-character</c> diagnostic.</returns>
    public static JToken? Parse(string text, string file, DiagnosticBag diagnostics)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(diagnostics);
        return Read(file, diagnostics, () =>
        {
            using var reader = NewReader(text);
            var token = JToken.ReadFrom(reader, Settings());
            while (reader.Read())
            {
                if (reader.TokenType == JsonToken.Comment)
                    continue;
                diagnostics.Error("json-malformed", "There is more text after the end of the JSON document.",
                    new SourceLocation(file, reader.LineNumber, reader.LinePosition));
                return null;
            }

            return Checked(token, MayHoldHalves(text), file, diagnostics);
        });
    }

    /// <summary>Parses JSON documents that follow one another, a line each in JSON Lines; otherwise as <see cref="Parse"/>.</summary>
    /// <returns>The documents, or null after adding a diagnostic.</returns>
    public static IReadOnlyList<JToken>? ParseSequence(string text, string file, DiagnosticBag diagnostics)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(diagnostics);
        return Read(file, diagnostics, () =>
        {
            using var reader = NewReader(text);
            reader.SupportMultipleContent = true;
            var mayHoldHalves = MayHoldHalves(text);
            var tokens = new List<JToken>();
            while (reader.Read())
            {
                if (reader.TokenType == JsonToken.Comment)
                    continue;
                if (Checked(JToken.ReadFrom(reader, Settings()), mayHoldHalves, file, diagnostics) is not { } token)
                    return null;
                tokens.Add(token);
            }

            return tokens;
        });
    }

    /// <summary>
    /// Reads a file as UTF-8 and parses it. A missing, unreadable or oversized file and text that is not UTF-8
    /// are diagnostics, not exceptions.
    /// </summary>
    public static JToken? ParseFile(string path, string displayPath, DiagnosticBag diagnostics)
    {
        var text = ReadFile(path, displayPath, diagnostics);
        return text is null ? null : Parse(text, displayPath, diagnostics);
    }

    /// <summary>
    /// Reads a text file of at most <paramref name="maxBytes"/> as strict UTF-8 (a byte order mark is skipped).
    /// </summary>
    public static string? ReadFile(string path, string displayPath, DiagnosticBag diagnostics, int maxBytes = MaxBytes)
    {
        ArgumentNullException.ThrowIfNull(diagnostics);
        try
        {
            var length = new FileInfo(path).Length;
            if (length > maxBytes)
            {
                diagnostics.Error("file-too-large", string.Create(CultureInfo.InvariantCulture, $"The file has {length} bytes; at most {maxBytes} are read."), new SourceLocation(displayPath));
                return null;
            }

            var bytes = File.ReadAllBytes(path);
            var start = bytes.AsSpan().StartsWith("\uFEFF"u8) ? 3 : 0;
            return StrictUtf8.GetString(bytes, start, bytes.Length - start);
        }
        catch (DecoderFallbackException)
        {
            diagnostics.Error("file-encoding", "The file is not valid UTF-8.", new SourceLocation(displayPath));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            diagnostics.Error("file-unreadable", $"The file cannot be read: {e.Message}", new SourceLocation(displayPath));
        }

        return null;
    }

    /// <summary>
    /// The one normal form: two spaces, line feeds, a final line feed, invariant numbers, text as it is except for
    /// quotes, backslashes and control characters. Equal tokens give equal bytes on every system.
    /// </summary>
    public static string Write(JToken token)
    {
        ArgumentNullException.ThrowIfNull(token);
        var text = new StringBuilder();
        using (var writer = new JsonTextWriter(new StringWriter(text, CultureInfo.InvariantCulture) { NewLine = "\n" }))
        {
            writer.Formatting = Formatting.Indented;
            writer.Indentation = 2;
            writer.Culture = CultureInfo.InvariantCulture;
            token.WriteTo(writer);
        }

        return text.Append('\n').ToString();
    }

    /// <summary>One line without white space, for embedding.</summary>
    public static string WriteCompact(JToken token)
    {
        ArgumentNullException.ThrowIfNull(token);
        return token.ToString(Formatting.None);
    }

    /// <summary>The location of a token parsed by <see cref="Parse"/>.</summary>
    public static SourceLocation Locate(JToken token, string file)
    {
        ArgumentNullException.ThrowIfNull(token);
        IJsonLineInfo info = token;
        return info.HasLineInfo()
            ? new SourceLocation(file, info.LineNumber, info.LinePosition, token.Path)
            : new SourceLocation(file, 0, 0, token.Path);
    }

    internal static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private static T? Read<T>(string file, DiagnosticBag diagnostics, Func<T?> read)
        where T : class
    {
        try
        {
            return read();
        }
        catch (JsonReaderException e)
        {
            diagnostics.Error("json-malformed", FirstSentence(e.Message), new SourceLocation(file, e.LineNumber, e.LinePosition, e.Path ?? ""));
        }
        catch (JsonException e)
        {
            diagnostics.Error("json-malformed", FirstSentence(e.Message), new SourceLocation(file));
        }

        return null;
    }

    private static JsonLoadSettings Settings() => new()
    {
        CommentHandling = CommentHandling.Ignore,
        DuplicatePropertyNameHandling = DuplicatePropertyNameHandling.Error,
        LineInfoHandling = LineInfoHandling.Load,
    };

    // Null for a token with half a pair in it, which is reported.
    private static JToken? Checked(JToken token, bool mayHoldHalves, string file, DiagnosticBag diagnostics)
    {
        if (!mayHoldHalves || FindReplacement(token) is not { } broken)
            return token;
        diagnostics.Error("text-control-character", "The text holds half of a surrogate pair, which no encoding can write.", Locate(broken, file));
        return null;
    }

    internal static JsonTextReader NewReader(string text) => new(new StringReader(text))
    {
        DateParseHandling = DateParseHandling.None,
        FloatParseHandling = FloatParseHandling.Decimal,
        MaxDepth = MaxDepth,
        Culture = CultureInfo.InvariantCulture,
    };

    // Files are strict UTF-8, so that only an escape can bring half a pair in. The reader silently puts U+FFFD in its place.
    private static bool MayHoldHalves(string text) =>
        text.Contains(@"\ud", StringComparison.OrdinalIgnoreCase) && !text.Contains('\uFFFD') && !text.Contains(@"\uFFFD", StringComparison.OrdinalIgnoreCase);

    private static JToken? FindReplacement(JToken root) =>
        (root is JContainer container ? container.DescendantsAndSelf() : [root]).FirstOrDefault(token => token switch
        {
            JProperty property => property.Name.Contains('\uFFFD'),
            JValue { Value: string value } => value.Contains('\uFFFD'),
            _ => false,
        });

    // Newtonsoft appends "Path 'x', line 1, position 2." to its sentence; the diagnostic carries those apart.
    private static string FirstSentence(string message)
    {
        var end = message.IndexOf(" Path '", StringComparison.Ordinal);
        return end < 0 ? message : message[..end];
    }
}
