using System.Text;
using PolicyGen.Data;
using PolicyGen.Policies;

namespace PolicyGen.Linting;

/// <summary>The request that creates a resource.</summary>
internal static class RequestBody
{
    /// <summary>Its size in UTF-8 without white space, where a Japanese character takes three bytes.</summary>
    public static int Bytes(PolicyDocument document) => Encoding.UTF8.GetByteCount(JsonText.WriteCompact(document.Source));
}
