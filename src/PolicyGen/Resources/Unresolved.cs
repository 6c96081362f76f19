using Newtonsoft.Json.Linq;
using PolicyGen.Data;
using PolicyGen.Policies.Expressions;

namespace PolicyGen.Resources;

/// <summary>
/// A value that is only known after deployment: an expression that <c>bicep snapshot</c> left in place of it
/// (<c>[reference(…)]</c>, <c>[listKeys(…)]</c>), a secure parameter, a default that the service fills in. It stands in a
/// resource's JSON as a <see cref="JRaw"/>, a token that no parser makes: it cannot be confused with a text that happens
/// to begin with a bracket, and it survives cloning.
/// </summary>
public static class Unresolved
{
    /// <summary>Makes the token.</summary>
    /// <param name="why">What stands for the value: the expression, brackets included, or a few words.</param>
    public static JToken Create(string why) => new JRaw(why);

    /// <summary>True for a token of <see cref="Create"/>.</summary>
    public static bool Is(JToken? token) => token is JRaw;

    /// <summary>What was given to <see cref="Create"/>.</summary>
    public static string Why(JToken token)
    {
        ArgumentNullException.ThrowIfNull(token);
        return ((JRaw)token).Value as string ?? "";
    }

    /// <summary>True when the token is one, or an object or array with one somewhere in it.</summary>
    public static bool IsWithin(JToken? token) => token switch
    {
        JRaw => true,
        JContainer container => container.Below().Any(t => t is JRaw),
        _ => false,
    };

    /// <summary>
    /// Replaces every text below (and including) the token that is a template expression, and takes one bracket from texts
    /// that escape it. For resources that come from a template expansion only: in an export a leading bracket is a text.
    /// </summary>
    /// <returns>The token to use in place of the given one, which may be changed.</returns>
    public static JToken Mark(JToken token)
    {
        ArgumentNullException.ThrowIfNull(token);
        if (token is JContainer container)
        {
            foreach (var value in container.Below().Where(t => t is JValue { Type: JTokenType.String }).ToList())
            {
                var marked = MarkText((JValue)value);
                if (!ReferenceEquals(marked, value))
                    value.Replace(marked);
            }

            return container;
        }

        return token is JValue { Type: JTokenType.String } text ? MarkText(text) : token;
    }

    private static JToken MarkText(JValue value)
    {
        var text = (string)value.Value!;
        if (TemplateText.IsExpression(text))
            return Create(text);
        var unescaped = TemplateText.Unescape(text);
        return ReferenceEquals(unescaped, text) ? value : new JValue(unescaped);
    }
}
