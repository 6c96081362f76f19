using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using PolicyGen.Diagnostics;

namespace PolicyGen.Resources.Deployments;

/// <summary>Where a token stands.</summary>
internal static class JsonPlace
{
    /// <summary>File, and line where the token knows it.</summary>
    public static SourceLocation Of(JToken token, string file) =>
        token is IJsonLineInfo info && info.HasLineInfo() ? new SourceLocation(file, info.LineNumber, info.LinePosition) : new SourceLocation(file);
}
