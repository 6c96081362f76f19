using Newtonsoft.Json.Linq;

namespace PolicyGen.Tests.Evaluation.Properties;

/// <summary>Makes JSON smaller in every way that leaves it JSON.</summary>
internal static class Shrinking
{
    public static IEnumerable<JToken> Smaller(JToken token)
    {
        // A condition in place of the one around it.
        if (token is JObject { Count: 1 } logical && logical.Properties().First() is { Name: "allOf" or "anyOf" or "not" } inner)
        {
            foreach (var condition in inner.Value is JArray several ? several.OfType<JObject>() : new[] { inner.Value }.OfType<JObject>())
                yield return condition.DeepClone();
        }

        for (var i = 0; i < (token as JContainer)?.Count; i++)
        {
            var copy = (JContainer)token.DeepClone();
            copy.Children().ElementAt(i).Remove();
            yield return copy;
        }

        for (var i = 0; i < (token as JContainer)?.Count; i++)
        {
            var child = ((JContainer)token).Children().ElementAt(i);
            foreach (var smaller in Smaller(child is JProperty property ? property.Value : child))
            {
                var copy = (JContainer)token.DeepClone();
                var place = copy.Children().ElementAt(i);
                (place is JProperty p ? p.Value : place).Replace(smaller);
                yield return copy;
            }
        }
    }
}
