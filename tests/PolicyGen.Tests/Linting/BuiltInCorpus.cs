using System.IO.Compression;
using System.Text;
using Newtonsoft.Json.Linq;
using PolicyGen.Data;
using PolicyGen.Diagnostics;
using PolicyGen.Policies;
using PolicyGen.Tests.Support;

namespace PolicyGen.Tests.Linting;

/// <summary>Microsoft's own definitions and initiatives, where the machine has them; nothing elsewhere.</summary>
internal static class BuiltInCorpus
{
    /// <summary>The files that are there.</summary>
    public static IEnumerable<string> Files() =>
        new[] { "builtin-definitions.jsonl.gz", "builtin-initiatives.jsonl.gz" }.Where(f => Repository.CorpusFile(f) is not null);

    /// <summary>Reads one file: a resource a line. The resource's name stands for the file's.</summary>
    public static IReadOnlyList<PolicyDocument> Read(string file)
    {
        var documents = new List<PolicyDocument>();
        using var reader = new StreamReader(new GZipStream(File.OpenRead(Repository.CorpusFile(file)!), CompressionMode.Decompress), Encoding.UTF8);
        while (reader.ReadLine() is { } line)
        {
            var diagnostics = new DiagnosticBag();
            var root = (JObject)JsonText.Parse(line, "", diagnostics)!;
            documents.Add(PolicyDocumentReader.Read(root, (string)root["name"]!)!);
        }

        return documents;
    }
}
