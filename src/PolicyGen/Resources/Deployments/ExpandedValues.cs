using Newtonsoft.Json.Linq;
using PolicyGen.Policies.Expressions;

namespace PolicyGen.Resources.Deployments;

/// <summary>
/// Marks what a snapshot or what-if result could not work out. Unlike in a template, texts are evaluated in it already, so
/// that nothing is escaped: <c>[a]</c> and <c>[[a]</c> are texts (measured with Bicep 0.49). What is left of an expression
/// is a function call, with or without accessors after it, since anything simpler has a value.
/// </summary>
internal static class ExpandedValues
{
    /// <summary>True for a text that is what is left of an expression.</summary>
    public static bool IsUnresolved(string text)
    {
        if (!TemplateText.IsExpression(text))
            return false;
        var i = 1;
        while (i < text.Length && char.IsWhiteSpace(text[i]))
            i++;
        var start = i;
        while (i < text.Length && (ExpressionLexer.IsIdentifierPart(text[i]) || text[i] == '.'))
            i++;
        if (i == start || !ExpressionLexer.IsIdentifierStart(text[start]))
            return false;
        while (i < text.Length && char.IsWhiteSpace(text[i]))
            i++;
        return i < text.Length && text[i] == '(';
    }

    /// <summary>
    /// Replaces every text below (and including) the token that is what is left of an expression, and every object with
    /// such a text for a name: which names it has is not known.
    /// </summary>
    /// <param name="token">The token, which may be changed.</param>
    /// <param name="inPolicy">
    /// True inside the properties of a policy document, where an expression is part of the rule unless it calls what only
    /// templates have.
    /// </param>
    /// <returns>The token to use in its place.</returns>
    public static JToken Mark(JToken token, bool inPolicy = false)
    {
        bool Unknown(string text) => IsUnresolved(text) && (!inPolicy || CallsTemplateFunction(text));

        if (token is JValue { Value: string own, Type: JTokenType.String })
            return Unknown(own) ? Unresolved.Create(own) : token;
        if (token is not JContainer container)
            return token;

        // A list first: replacing while walking would lose the way.
        foreach (var below in container.DescendantsAndSelf().ToList())
        {
            if (below is JValue { Value: string text, Type: JTokenType.String } && Unknown(text))
            {
                below.Replace(Unresolved.Create(text));
            }
            else if (below is JObject @object && @object.Properties().FirstOrDefault(p => Unknown(p.Name)) is { } named)
            {
                if (ReferenceEquals(below, token))
                    return Unresolved.Create(named.Name);
                below.Replace(Unresolved.Create(named.Name));
            }
        }

        return token;
    }

    private static bool CallsTemplateFunction(string text) =>
        ExpressionParser.Parse(text).Expression is { } expression && expression.Calls().Any(c => PolicyFunctions.Find(c.Name) == FunctionAvailability.TemplateOnly);
}
