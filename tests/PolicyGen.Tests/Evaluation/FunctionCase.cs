using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using PolicyGen.Evaluation;
using PolicyGen.Resources;
using PolicyGen.Tests.Support;

namespace PolicyGen.Tests.Evaluation;

/// <summary>One line of a file in Evaluation/Functions: what an expression gives, and who says so.</summary>
internal sealed record FunctionCase(string File, string Expression, string Expected, string Source)
{
    /// <summary>The cases of all files or of one.</summary>
    public static IEnumerable<FunctionCase> All(string name = "*")
    {
        foreach (var file in Directory.EnumerateFiles(Repository.PathOf("tests", "PolicyGen.Tests", "Evaluation", "Functions"), name + ".asv").Order(StringComparer.Ordinal))
        {
            var source = "";
            foreach (var line in System.IO.File.ReadLines(file))
            {
                if (line.StartsWith("# ", StringComparison.Ordinal))
                    source = line[2..];
                else if (line.Split(" ⇒ ") is [var expression, var expected, .. var own])
                    yield return new FunctionCase(Path.GetFileNameWithoutExtension(file), expression, expected, own.FirstOrDefault() ?? source);
                else if (line.Length > 0)
                    throw new FormatException($"{file}: {line}");
            }
        }
    }

    /// <summary>The expected result as <see cref="Write"/> writes it.</summary>
    public string ExpectedText => Expected is "fails" or "unknown" ? Expected : Compact(Parse(Expected));

    /// <summary>A result in one line: JSON, <c>fails</c> or <c>unknown</c>.</summary>
    public static string Write(PolicyValue value) => value switch
    {
        { IsError: true } => "fails",
        { IsUnknown: true } => "unknown",
        _ => Compact(value.Token),
    };

    /// <summary>JSON in one line; an unknown part as a text.</summary>
    public static string Compact(JToken token)
    {
        if (token is not JContainer)
            return token.ToString(Formatting.None);
        var copy = token.DeepClone();
        foreach (var unknown in ((JContainer)copy).Descendants().Where(t => t is JRaw).ToList())
            unknown.Replace(new JValue(Unresolved.Why(unknown)));
        return copy.ToString(Formatting.None);
    }

    /// <summary>Parses JSON as the functions do: times stay texts.</summary>
    public static JToken Parse(string json)
    {
        using var reader = new JsonTextReader(new StringReader(json)) { DateParseHandling = DateParseHandling.None };
        return JToken.ReadFrom(reader);
    }
}
