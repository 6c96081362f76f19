using Newtonsoft.Json.Linq;
using PolicyGen.Policies;

namespace PolicyGen.Linting;

/// <summary>Short forms for rules.</summary>
internal static class LintFindings
{
    /// <summary>A finding at a token of the document.</summary>
    public static LintFinding At(this PolicyDocument document, JToken token, string message) => new(message, document.Locate(token));

    /// <summary>A finding at a text of the document.</summary>
    public static LintFinding At(this PolicyDocument document, SourcedText text, string message) => document.At(text.Source, message);
}
