using Newtonsoft.Json.Linq;

namespace PolicyGen.Tests.Support;

internal static class JsonExtensions
{
    /// <summary>The members of an array of strings; none where there is no array.</summary>
    public static IReadOnlyList<string> Strings(this JToken? array) => array is null ? [] : [.. array.Select(t => (string)t!)];
}
