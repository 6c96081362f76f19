using Newtonsoft.Json.Linq;

namespace PolicyGen.Data;

/// <summary>Walks JSON that may be deep.</summary>
internal static class JsonWalk
{
    /// <summary>
    /// Every token below, in the order of the text. <see cref="JContainer.Descendants()"/> gives the same, and takes a step
    /// for each level that a token is deep.
    /// </summary>
    public static IEnumerable<JToken> Below(this JContainer container)
    {
        var open = new Stack<JToken>();
        for (var next = container.First; next is not null; next = open.TryPop(out var later) ? later : null)
        {
            yield return next;
            if (next.Next is { } sibling)
                open.Push(sibling);
            if (next is JContainer { First: { } child })
                open.Push(child);
        }
    }
}
