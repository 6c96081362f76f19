using System.Collections.Immutable;
using Newtonsoft.Json.Linq;

namespace PolicyGen.Evaluation.Functions;

/// <summary>
/// Access by key or position (azure-resource-manager/bicep/operator-safe-dereference.md, operators-access.md). The safe
/// forms take further keys, which are only looked up, and then strictly, when the first one finds something:
/// <c>x.?a.b</c>.
/// </summary>
internal static class AccessFunctions
{
    /// <summary>The functions.</summary>
    public static ImmutableArray<TemplateFunction> All { get; } =
    [
        TemplateFunction.Seeing("indexFromEnd", IndexFromEnd, TokenKinds.Array, TokenKinds.Integer),
        new("tryGet", 2, TemplateFunction.Unlimited, true, [TokenKinds.Any, TokenKinds.String | TokenKinds.Integer, TokenKinds.Any],
            arguments => Follow(TryGet(arguments[0], arguments[1]), arguments[2..])),
        new("tryIndexFromEnd", 2, TemplateFunction.Unlimited, true, [TokenKinds.Any],
            arguments => Follow(TryIndexFromEnd(arguments[0], arguments[1]), arguments[2..])),
    ];

    private static PolicyValue IndexFromEnd(ReadOnlySpan<JToken> arguments)
    {
        if (arguments[0] is JRaw || arguments[1] is JRaw)
            return PolicyValue.Of(arguments[0] is JRaw ? arguments[0] : arguments[1]);
        var array = (JArray)arguments[0];
        return FromEnd(array, arguments[1]) is { } element
            ? PolicyValue.Of(element)
            : PolicyValue.Failed("the index must be from 1 to the length of the array");
    }

    private static PolicyValue TryIndexFromEnd(JToken target, JToken index) => target switch
    {
        JRaw => PolicyValue.Of(target),
        JArray when index is JRaw => PolicyValue.Of(index),
        JArray array when Tokens.Is(index, TokenKinds.Integer) && FromEnd(array, index) is { } element => PolicyValue.Of(element),
        _ => PolicyValue.Null,
    };

    private static JToken? FromEnd(JArray array, JToken index) =>
        Tokens.TryInt32(index, out var number) && number > 0 && number <= array.Count ? array[array.Count - number] : null;

    private static PolicyValue TryGet(JToken target, JToken key)
    {
        if (target is JRaw || key is JRaw)
            return PolicyValue.Of(target is JRaw ? target : key);
        var value = MemberAccess.Get(target, key);
        return value.IsError ? PolicyValue.Null : value;
    }

    private static PolicyValue Follow(PolicyValue value, ReadOnlySpan<JToken> keys)
    {
        if (value.Token.Type == JTokenType.Null)
            return value;
        foreach (var key in keys)
        {
            value = MemberAccess.Get(value.Token, key);
            if (value.IsError || value.IsUnknown)
                return value;
        }

        return value;
    }
}
