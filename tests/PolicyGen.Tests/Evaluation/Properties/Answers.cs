using System.Collections.Immutable;
using Newtonsoft.Json.Linq;
using PolicyGen.Resources;

namespace PolicyGen.Tests.Evaluation.Properties;

/// <summary>What values that are not known turn out to be, over and over.</summary>
/// <param name="Values">The values.</param>
/// <param name="Name">The resource's name, a text whatever it turns out to be.</param>
internal sealed record Answers(ImmutableArray<JToken> Values, string Name)
{
    /// <summary>The content with the values in their places.</summary>
    public JObject Fill(JObject content)
    {
        var result = (JObject)content.DeepClone();
        var at = 0;
        foreach (var place in result.Descendants().Where(t => t is JRaw).ToList())
        {
            var value = Values[at++ % Values.Length];
            var isName = place.Parent is JProperty { Name: "name" } property && property.Parent == result;
            place.Replace(isName && !Unresolved.Is(value) ? new JValue(Name) : value.DeepClone());
        }

        return result;
    }
}
