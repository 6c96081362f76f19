using System.Collections.Immutable;
using Newtonsoft.Json.Linq;
using PolicyGen.Policies.Expressions;

namespace PolicyGen.Policies.Reading;

/// <summary>Finds and parses the expressions of a document, in the order of its text.</summary>
internal static class ExpressionCollector
{
    /// <summary>The expressions of a policy rule; those below <paramref name="template"/> belong to the template.</summary>
    public static ImmutableArray<PolicyExpression> InRule(JObject rule, JObject? template) => Collect(rule, PolicyExpressionPlace.Rule, template);

    /// <summary>The expressions among the values that an initiative passes on.</summary>
    public static ImmutableArray<PolicyExpression> InReferences(ImmutableArray<PolicyReference> references)
    {
        var found = ImmutableArray.CreateBuilder<PolicyExpression>();
        foreach (var value in references.SelectMany(r => r.Parameters))
        {
            if (value.Value is not null)
                found.AddRange(Collect(value.Value, PolicyExpressionPlace.Reference, null));
        }

        return found.ToImmutable();
    }

    private static ImmutableArray<PolicyExpression> Collect(JToken root, PolicyExpressionPlace place, JObject? template)
    {
        var found = ImmutableArray.CreateBuilder<PolicyExpression>();
        var open = new Stack<(JToken Token, PolicyExpressionPlace Place)>();
        open.Push((root, place));
        while (open.TryPop(out var next))
        {
            var (token, here) = next;
            if (template is not null && ReferenceEquals(token, template))
                here = PolicyExpressionPlace.Template;
            switch (token)
            {
                case JValue { Type: JTokenType.String } value:
                    Add((string)value!, value, here);
                    break;
                case JProperty property:
                    // Templates may compute the name of a property; a rule's names are fixed words.
                    if (here == PolicyExpressionPlace.Template)
                        Add(property.Name, property, here);
                    open.Push((property.Value, here));
                    break;
                case JContainer container:
                    for (var child = container.Last; child is not null; child = child.Previous)
                        open.Push((child, here));
                    break;
            }
        }

        return found.ToImmutable();

        void Add(string text, JToken source, PolicyExpressionPlace where)
        {
            if (TemplateText.IsExpression(text))
                found.Add(new PolicyExpression(text, ExpressionParser.Parse(text), where, source));
        }
    }
}
