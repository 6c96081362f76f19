using System.Collections.Immutable;
using System.Globalization;
using Newtonsoft.Json.Linq;

namespace PolicyGen.Evaluation.Functions;

/// <summary>
/// Making and joining arrays (template-functions-array.md; flatten: azure-resource-manager/bicep/bicep-functions-array.md).
/// </summary>
internal static class ArrayFunctions
{
    // template-functions-array.md, range.
    private const int MaxRange = 10_000;

    /// <summary>The functions.</summary>
    public static ImmutableArray<TemplateFunction> All { get; } =
    [
        TemplateFunction.Seeing("array", Array, TokenKinds.Any),
        new("concat", 0, TemplateFunction.Unlimited, true, [TokenKinds.String | TokenKinds.Integer | TokenKinds.Boolean | TokenKinds.Array], Concat),
        new("createArray", 0, TemplateFunction.Unlimited, true, [TokenKinds.Any], CreateArray),
        TemplateFunction.Seeing("flatten", Flatten, TokenKinds.Array),
        TemplateFunction.Of("range", Range, TokenKinds.Integer, TokenKinds.Integer),
    ];

    private static PolicyValue Array(ReadOnlySpan<JToken> arguments) =>
        Tokens.Is(arguments[0], TokenKinds.Array | TokenKinds.Unknown) ? PolicyValue.Of(arguments[0]) : CreateArray(arguments);

    private static PolicyValue CreateArray(ReadOnlySpan<JToken> arguments)
    {
        var result = new JArray();
        foreach (var argument in arguments)
            result.Add(argument.DeepClone());
        return PolicyValue.Of(result);
    }

    private static PolicyValue Concat(ReadOnlySpan<JToken> arguments)
    {
        var kinds = TokenKinds.None;
        JToken? unknown = null;
        foreach (var argument in arguments)
        {
            kinds |= Tokens.Kind(argument);
            unknown ??= argument is JRaw ? argument : null;
        }

        var ofArrays = (kinds & TokenKinds.Array) != 0;
        if (ofArrays && (kinds & ~(TokenKinds.Array | TokenKinds.Unknown)) != 0)
            return PolicyValue.Failed("all arguments must be arrays, or none");
        if (unknown is not null)
            return PolicyValue.Of(unknown);
        return ofArrays ? Join(arguments) : ConcatTexts(arguments);
    }

    private static PolicyValue ConcatTexts(ReadOnlySpan<JToken> arguments)
    {
        var length = 0;
        var parts = new string[arguments.Length];
        for (var i = 0; i < parts.Length; i++)
        {
            parts[i] = TokenText.Scalar(arguments[i]);
            length += parts[i].Length;
            if (length > TemplateFunctions.MaxTextLength)
                return PolicyValue.Failed(TemplateFunctions.TooLong);
        }

        return PolicyValue.Of(new JValue(string.Concat(parts)));
    }

    private static PolicyValue Flatten(ReadOnlySpan<JToken> arguments)
    {
        if (arguments[0] is not JArray array)
            return PolicyValue.Of(arguments[0]);
        if (array.FirstOrDefault(element => !Tokens.Is(element, TokenKinds.Array | TokenKinds.Unknown)) is { } other)
            return PolicyValue.Failed($"the array may hold arrays only, not {Tokens.Describe(Tokens.Kind(other))}");
        return array.FirstOrDefault(element => element is JRaw) is { } unknown ? PolicyValue.Of(unknown) : Join([.. array]);
    }

    private static PolicyValue Join(ReadOnlySpan<JToken> arrays)
    {
        var result = new JArray();
        foreach (var array in arrays)
        {
            foreach (var element in (JArray)array)
                result.Add(element.DeepClone());
            // Arguments can name the same large array many times.
            if (result.Count > TokenScan.MaxNodes)
                break;
        }

        return PolicyValue.Of(result);
    }

    private static PolicyValue Range(ReadOnlySpan<JToken> arguments)
    {
        if (!Tokens.TryInt32(arguments[0], out var start))
            return PolicyValue.Failed("the start does not fit into 32 bits");
        if (!Tokens.TryInt64(arguments[1], out var count) || count is < 0 or > MaxRange)
            return PolicyValue.Failed("the count must be from 0 to 10,000");
        if (count > 0 && start + count - 1 > int.MaxValue)
            return PolicyValue.Failed(string.Create(CultureInfo.InvariantCulture, $"the numbers would pass {int.MaxValue}"));
        var result = new JArray();
        for (var i = 0; i < count; i++)
            result.Add(new JValue((long)start + i));
        return PolicyValue.Of(result);
    }
}
