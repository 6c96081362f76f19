using Newtonsoft.Json.Linq;
using PolicyGen.Policies.Expressions;

namespace PolicyGen.Policies;

/// <summary>Where an expression stands, which decides what it may call and what parameters it sees.</summary>
public enum PolicyExpressionPlace
{
    /// <summary>In a policy rule's <c>if</c>, or in its <c>then</c> outside the deployment's template.</summary>
    Rule,

    /// <summary>In the template that a deployIfNotExists definition deploys, with the template's own parameters.</summary>
    Template,

    /// <summary>In a value that an initiative passes to one of its definitions.</summary>
    Reference,
}

/// <summary>An expression in a policy document.</summary>
/// <param name="Text">The text, brackets included.</param>
/// <param name="Result">What the parser makes of it.</param>
/// <param name="Place">Where it stands.</param>
/// <param name="Source">The JSON value, or the JSON property when the expression is a property's name.</param>
public sealed record PolicyExpression(string Text, ExpressionParseResult Result, PolicyExpressionPlace Place, JToken Source);
