using System.Buffers;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using Newtonsoft.Json.Linq;
using PolicyGen.Data;
using PolicyGen.Diagnostics;

namespace PolicyGen.Policies.Loading;

/// <summary>Reads files, some at a time.</summary>
internal sealed class PolicyFileReader(DiagnosticBag diagnostics)
{
    /// <summary>Largest file read, unpacked, in bytes: a list of all built-ins, indented, takes about 40 MB.</summary>
    public const int MaxBytes = 64 * 1024 * 1024;

    /// <summary>Most that is read in all, unpacked, in bytes.</summary>
    public const long MaxTotalBytes = 512L * 1024 * 1024;

    // A file without any of these words holds no policy, well-formed or not.
    private static readonly SearchValues<string> Words = SearchValues.Create(
        ["policyRule", "policyDefinition", "policySetDefinition", "policyAssignment", "policyExemption", "definitionEntry", "nodeName", "pacEnvironments"],
        StringComparison.OrdinalIgnoreCase);

    private long _total;

    public PolicyFileContent Read(PolicySource source)
    {
        var (path, display) = source.File;
        var content = new PolicyFileContent(display);
        var isCompressed = HasExtension(path, ".gz");
        var text = isCompressed ? ReadCompressed(path, display) : JsonText.ReadFile(path, display, diagnostics, MaxBytes);
        if (text is null || !Fits(text) || !source.IsNamed && !text.AsSpan().ContainsAny(Words))
            return content;

        var plain = isCompressed ? path[..^3] : path;
        IReadOnlyList<JToken>? roots = HasExtension(plain, ".jsonl") || HasExtension(plain, ".ndjson")
            ? JsonText.ParseSequence(text, display, diagnostics)
            : JsonText.Parse(text, display, diagnostics) is { } root ? [root] : null;
        var reader = new PolicyContentReader(content, diagnostics);
        foreach (var token in roots ?? [])
            reader.Take(token);
        return content;
    }

    private bool Fits(string text)
    {
        var before = Interlocked.Add(ref _total, text.Length) - text.Length;
        if (before <= MaxTotalBytes && before + text.Length > MaxTotalBytes)
            diagnostics.Error("policies-too-large", string.Create(CultureInfo.InvariantCulture, $"The policy files have more than {MaxTotalBytes} bytes; name fewer."), SourceLocation.None);
        return before + text.Length <= MaxTotalBytes;
    }

    private string? ReadCompressed(string path, string display)
    {
        try
        {
            using var stream = new GZipStream(File.OpenRead(path), CompressionMode.Decompress);
            using var unpacked = new MemoryStream();
            var block = new byte[64 * 1024];
            for (var read = stream.Read(block); read > 0; read = stream.Read(block))
            {
                unpacked.Write(block, 0, read);
                if (unpacked.Length <= MaxBytes)
                    continue;
                diagnostics.Error("file-too-large", string.Create(CultureInfo.InvariantCulture, $"The file unpacks to more than {MaxBytes} bytes."), new SourceLocation(display));
                return null;
            }

            var bytes = unpacked.GetBuffer().AsSpan(0, (int)unpacked.Length);
            return JsonText.StrictUtf8.GetString(bytes.StartsWith("\uFEFF"u8) ? bytes[3..] : bytes);
        }
        catch (DecoderFallbackException)
        {
            diagnostics.Error("file-encoding", "The file is not valid UTF-8.", new SourceLocation(display));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            diagnostics.Error("file-unreadable", $"The file cannot be unpacked: {e.Message}", new SourceLocation(display));
        }

        return null;
    }

    private static bool HasExtension(string path, string extension) => path.EndsWith(extension, StringComparison.OrdinalIgnoreCase);
}
