using System.Collections.Immutable;
using Newtonsoft.Json.Linq;

namespace PolicyGen.Evaluation.Functions;

/// <summary>Looking into and cutting arrays, texts and objects (template-functions-array.md, template-functions-string.md).</summary>
internal static class SequenceFunctions
{
    private const TokenKinds Sequence = TokenKinds.String | TokenKinds.Array;

    /// <summary>The functions.</summary>
    public static ImmutableArray<TemplateFunction> All { get; } =
    [
        TemplateFunction.Seeing("contains", Contains, Sequence | TokenKinds.Object, TokenKinds.Any),
        TemplateFunction.Seeing("empty", Empty, Sequence | TokenKinds.Object | TokenKinds.Null),
        TemplateFunction.Seeing("first", arguments => End(arguments[0], last: false), Sequence),
        TemplateFunction.Seeing("indexOf", arguments => IndexOf(arguments, fromEnd: false), Sequence, TokenKinds.Any),
        TemplateFunction.Seeing("last", arguments => End(arguments[0], last: true), Sequence),
        TemplateFunction.Seeing("lastIndexOf", arguments => IndexOf(arguments, fromEnd: true), Sequence, TokenKinds.Any),
        TemplateFunction.Seeing("length", Length, Sequence | TokenKinds.Object),
        TemplateFunction.Seeing("skip", arguments => Cut(arguments, skip: true), Sequence, TokenKinds.Integer),
        TemplateFunction.Seeing("take", arguments => Cut(arguments, skip: false), Sequence, TokenKinds.Integer),
    ];

    // Letter case counts in texts and elements, but not in property names.
    private static PolicyValue Contains(ReadOnlySpan<JToken> arguments)
    {
        var item = arguments[1];
        switch (arguments[0])
        {
            case JRaw unknown:
                return PolicyValue.Of(unknown);
            case JArray array:
                bool? found = false;
                foreach (var element in array)
                {
                    found |= TokenEquality.Equal(element, item);
                    if (found == true)
                        break;
                }

                return found is { } known ? Of(known) : PolicyValue.Of(FirstUnknown(array, item));
            case var container when item is JRaw || Tokens.Is(item, TokenKinds.String):
                if (item is JRaw)
                    return PolicyValue.Of(item);
                return Of(container is JObject @object
                    ? @object.TryGetValue(Tokens.Text(item), StringComparison.OrdinalIgnoreCase, out _)
                    : Tokens.Text(container).Contains(Tokens.Text(item), StringComparison.Ordinal));
            default:
                return PolicyValue.Failed($"a text or an object is searched for a string, not {Tokens.Describe(Tokens.Kind(item))}");
        }
    }

    private static PolicyValue Empty(ReadOnlySpan<JToken> arguments) => arguments[0] switch
    {
        JRaw unknown => PolicyValue.Of(unknown),
        JContainer container => Of(container.Count == 0),
        var value => Of(value.Type == JTokenType.Null || Tokens.Text(value).Length == 0),
    };

    private static PolicyValue End(JToken sequence, bool last) => sequence switch
    {
        JRaw => PolicyValue.Of(sequence),
        JArray { Count: 0 } => PolicyValue.Null,
        JArray array => PolicyValue.Of(array[last ? array.Count - 1 : 0]),
        _ when Tokens.Text(sequence) is { Length: > 0 } text => PolicyValue.Of(new JValue(text[last ? ^1 : 0].ToString())),
        _ => PolicyValue.Of(sequence),
    };

    // In a text, letter case does not count; in an array it does.
    private static PolicyValue IndexOf(ReadOnlySpan<JToken> arguments, bool fromEnd)
    {
        var item = arguments[1];
        switch (arguments[0])
        {
            case JRaw unknown:
                return PolicyValue.Of(unknown);
            case JArray array:
                for (var i = 0; i < array.Count; i++)
                {
                    var index = fromEnd ? array.Count - 1 - i : i;
                    var equal = TokenEquality.Equal(array[index], item);
                    if (equal == true)
                        return Of(index);
                    if (equal is null)
                        return PolicyValue.Of(FirstUnknown(array[index], item));
                }

                return Of(-1);
            case var text when Tokens.Is(item, TokenKinds.String):
                return Of(IndexOf(Tokens.Text(text), Tokens.Text(item), fromEnd));
            default:
                return item is JRaw ? PolicyValue.Of(item) : PolicyValue.Failed($"a text is searched for a string, not {Tokens.Describe(Tokens.Kind(item))}");
        }
    }

    private static int IndexOf(string text, string item, bool fromEnd)
    {
        if (!fromEnd)
            return text.IndexOf(item, StringComparison.OrdinalIgnoreCase);
        // Azure counts the place of an empty text from the last character, not from behind it.
        return item.Length == 0 ? Math.Max(text.Length - 1, 0) : text.LastIndexOf(item, StringComparison.OrdinalIgnoreCase);
    }

    private static PolicyValue Length(ReadOnlySpan<JToken> arguments) => arguments[0] switch
    {
        JRaw unknown => PolicyValue.Of(unknown),
        JContainer container => Of(container.Count),
        var text => Of(Tokens.Text(text).Length),
    };

    private static PolicyValue Cut(ReadOnlySpan<JToken> arguments, bool skip)
    {
        if (arguments[1] is not JRaw && !Tokens.TryInt32(arguments[1], out _))
            return PolicyValue.Failed("the number does not fit into 32 bits");
        if (arguments[0] is JRaw || arguments[1] is JRaw)
            return PolicyValue.Of(arguments[arguments[0] is JRaw ? 0 : 1]);

        _ = Tokens.TryInt32(arguments[1], out var number);
        if (arguments[0] is JArray array)
        {
            var cut = Math.Clamp(number, 0, array.Count);
            return PolicyValue.Of(new JArray((skip ? array.Skip(cut) : array.Take(cut)).Select(element => element.DeepClone())));
        }

        var text = Tokens.Text(arguments[0]);
        var at = Math.Clamp(number, 0, text.Length);
        return PolicyValue.Of(new JValue(skip ? text[at..] : text[..at]));
    }

    private static JToken FirstUnknown(JToken first, JToken second) => TokenScan.Of(first).FirstUnknown ?? TokenScan.Of(second).FirstUnknown!;

    private static PolicyValue Of(bool value) => PolicyValue.Of(new JValue(value));

    private static PolicyValue Of(int value) => PolicyValue.Of(new JValue((long)value));
}
