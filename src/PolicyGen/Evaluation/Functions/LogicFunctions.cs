using System.Collections.Immutable;
using Newtonsoft.Json.Linq;

namespace PolicyGen.Evaluation.Functions;

/// <summary>
/// Truth values and null (template-functions-logical.md, template-functions-object.md "null"). and(), or(), if() and
/// coalesce() do not evaluate all their arguments and are not here.
/// </summary>
internal static class LogicFunctions
{
    /// <summary>The functions.</summary>
    public static ImmutableArray<TemplateFunction> All { get; } =
    [
        TemplateFunction.Of("bool", Bool, TokenKinds.Boolean | TokenKinds.Number | TokenKinds.String),
        TemplateFunction.Of("false", _ => PolicyValue.Of(new JValue(false))),
        TemplateFunction.Of("not", arguments => PolicyValue.Of(new JValue(!Tokens.Boolean(arguments[0]))), TokenKinds.Boolean),
        TemplateFunction.Of("null", _ => PolicyValue.Null),
        TemplateFunction.Of("true", _ => PolicyValue.Of(new JValue(true))),
    ];

    private static PolicyValue Bool(ReadOnlySpan<JToken> arguments) => Tokens.Kind(arguments[0]) switch
    {
        TokenKinds.Boolean => PolicyValue.Of(arguments[0]),
        TokenKinds.Integer => PolicyValue.Of(new JValue(!Tokens.Integer(arguments[0]).IsZero)),
        TokenKinds.Float => PolicyValue.Of(new JValue(Tokens.Float(arguments[0]) != 0)),
        _ => bool.TryParse(Tokens.Text(arguments[0]), out var value) ? PolicyValue.Of(new JValue(value)) : PolicyValue.Failed("the text is neither true nor false"),
    };
}
