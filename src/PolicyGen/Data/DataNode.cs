using System.Collections.Immutable;
using Newtonsoft.Json.Linq;
using PolicyGen.Diagnostics;

namespace PolicyGen.Data;

/// <summary>
/// A JSON value of one of our data files while it is bound to a typed record. Every mismatch becomes a diagnostic that
/// says where and what was expected, and binding goes on with a harmless value, so that one run shows every fault.
/// </summary>
internal sealed class DataNode(JToken token, string file, DiagnosticBag diagnostics)
{
    public const string MismatchId = "data-invalid";

    public JToken Token { get; } = token;

    public string File { get; } = file;

    public DiagnosticBag Diagnostics { get; } = diagnostics;

    public SourceLocation Location => JsonText.Locate(Token, File);

    public bool IsObject => Token is JObject;

    /// <summary>A member that must be there; reports its absence.</summary>
    public DataNode? Require(string name)
    {
        var child = Find(name);
        if (child is null && IsObject)
            Diagnostics.Error(MismatchId, $"The property \"{name}\" is missing.", Location);
        else if (!IsObject)
            Expected("an object");
        return child;
    }

    /// <summary>A member that may be absent or null.</summary>
    public DataNode? Find(string name) =>
        (Token as JObject)?[name] is { Type: not JTokenType.Null } child ? new DataNode(child, File, Diagnostics) : null;

    public string Text(string name) => Require(name)?.AsText() ?? "";

    public string? OptionalText(string name) => Find(name)?.AsText();

    public bool Flag(string name) => Require(name) is { } node && node.AsFlag();

    public int Number(string name) => Require(name)?.AsNumber() ?? 0;

    /// <summary>A whole number that may be larger than two thousand million.</summary>
    public long LongNumber(string name) => Require(name)?.AsLong() ?? 0;

    /// <summary>One of several names, as its index: the members of an enumeration are named in their order.</summary>
    public int Choice(string name, params ReadOnlySpan<string> names) => Require(name) is { } node ? node.AsChoice(names) : 0;

    public ImmutableArray<string> Texts(string name) => Require(name)?.AsTexts() ?? [];

    public ImmutableArray<string> OptionalTexts(string name) => Find(name)?.AsTexts() ?? [];

    public IEnumerable<DataNode> Items(string name) => Find(name)?.Elements() ?? [];

    /// <summary>Elements of a list that must be there, be it empty.</summary>
    public IEnumerable<DataNode> RequiredItems(string name) => Require(name)?.Elements() ?? [];

    public IEnumerable<DataNode> Elements()
    {
        if (Token is JArray array)
        {
            foreach (var item in array)
                yield return new DataNode(item, File, Diagnostics);
        }
        else
        {
            Expected("an array");
        }
    }

    public IEnumerable<(string Name, DataNode Value)> Members(string name)
    {
        if (Find(name) is not { } node)
            yield break;
        if (node.Token is JObject members)
        {
            foreach (var property in members.Properties())
                yield return (property.Name, new DataNode(property.Value, File, Diagnostics));
        }
        else
        {
            node.Expected("an object");
        }
    }

    /// <summary>Members of an object that must be there, be it empty.</summary>
    public IEnumerable<(string Name, DataNode Value)> RequiredMembers(string name) => Require(name) is null ? [] : Members(name);

    public string AsText()
    {
        if (Token.Type == JTokenType.String)
            return (string)Token!;
        Expected("a string");
        return "";
    }

    public int AsChoice(params ReadOnlySpan<string> names)
    {
        if (Token.Type == JTokenType.String && names.IndexOf((string)Token!) is >= 0 and var index)
            return index;
        Expected("one of " + string.Join(", ", names.ToArray()));
        return 0;
    }

    private bool AsFlag()
    {
        if (Token.Type == JTokenType.Boolean)
            return (bool)Token;
        Expected("true or false");
        return false;
    }

    private int AsNumber()
    {
        if (Token.Type == JTokenType.Integer && (long)Token is >= int.MinValue and <= int.MaxValue and var value)
            return (int)value;
        Expected("a whole number");
        return 0;
    }

    public long AsLong()
    {
        // Newtonsoft reads what does not fit as a BigInteger.
        if (Token is JValue { Type: JTokenType.Integer, Value: long value })
            return value;
        Expected("a whole number");
        return 0;
    }

    private ImmutableArray<string> AsTexts() => [.. Elements().Select(e => e.AsText())];

    /// <summary>Reports members that the record does not know, where a misspelling would otherwise be lost.</summary>
    public void Only(params ReadOnlySpan<string> known)
    {
        if (Token is not JObject members)
        {
            Expected("an object");
            return;
        }

        foreach (var property in members.Properties())
        {
            if (!known.Contains(property.Name) && property.Name != "$schema")
                Diagnostics.Error(MismatchId, $"The property \"{property.Name}\" is not known here; known are {string.Join(", ", known.ToArray())}.", JsonText.Locate(property, File));
        }
    }

    public void Expected(string what) =>
        Diagnostics.Error(MismatchId, $"Expected {what}, found {Describe(Token)}.", Location);

    private static string Describe(JToken token) => token.Type switch
    {
        JTokenType.Object => "an object",
        JTokenType.Array => "an array",
        JTokenType.String => $"\"{Shorten((string)token!)}\"",
        JTokenType.Null => "null",
        _ => Shorten(token.ToString(Newtonsoft.Json.Formatting.None)),
    };

    private static string Shorten(string text) => text.Length <= 40 ? text : text[..40] + "…";
}
