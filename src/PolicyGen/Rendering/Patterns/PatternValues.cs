using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using PolicyGen.Data;
using Scriban;
using Scriban.Parsing;
using Scriban.Runtime;

namespace PolicyGen.Rendering.Patterns;

/// <summary>
/// JSON as a template sees it. It remembers what was read, so that a value which no template looks at is an error
/// rather than a setting that silently does nothing. Reading a member that is not there gives null for optional members
/// (the schema knows them); strictness about names is the schema's.
/// </summary>
internal sealed class PatternObject : ScriptObject, IPatternValue
{
    private readonly HashSet<string> _read = new(StringComparer.Ordinal);
    private bool _whole;

    public PatternObject(JObject json)
    {
        Json = json;
        foreach (var property in json.Properties())
            SetValue(property.Name, PatternValue.Wrap(property.Value), readOnly: true);
    }

    public JToken Json { get; }

    public void ReadWhole() => _whole = true;

    /// <summary>Every member, each counted as read; what is inside it is still watched.</summary>
    public IEnumerable<KeyValuePair<string, object?>> ReadMembers()
    {
        foreach (var property in ((JObject)Json).Properties())
        {
            _read.Add(property.Name);
            yield return KeyValuePair.Create(property.Name, this[property.Name]);
        }
    }

    public override bool TryGetValue(TemplateContext? context, SourceSpan span, string member, out object? value)
    {
        _read.Add(member);
        // A missing optional member is null, not an error: strict member access would refuse it.
        if (!base.TryGetValue(context, span, member, out value))
            value = null;
        return true;
    }

    public IEnumerable<JToken> Unread()
    {
        if (_whole)
            yield break;
        foreach (var property in ((JObject)Json).Properties())
        {
            if (!_read.Contains(property.Name))
            {
                yield return property;
            }
            else if (this[property.Name] is IPatternValue value)
            {
                foreach (var unread in value.Unread())
                    yield return unread;
            }
        }
    }
}

/// <summary>A JSON array as a template sees it.</summary>
internal sealed class PatternArray : ScriptArray, IPatternValue
{
    private bool _whole;

    public PatternArray(JArray json)
    {
        Json = json;
        foreach (var item in json)
            Add(PatternValue.Wrap(item));
    }

    public JToken Json { get; }

    public void ReadWhole() => _whole = true;

    public IEnumerable<JToken> Unread() =>
        _whole ? [] : this.OfType<IPatternValue>().SelectMany(v => v.Unread());
}

/// <summary>A value that knows its JSON and whether templates read it.</summary>
internal interface IPatternValue
{
    JToken Json { get; }

    /// <summary>A function took the value with all that is in it.</summary>
    void ReadWhole();

    /// <summary>Members that nothing read.</summary>
    IEnumerable<JToken> Unread();
}

internal static class PatternValue
{
    public static object? Wrap(JToken token) => token switch
    {
        JObject value => new PatternObject(value),
        JArray value => new PatternArray(value),
        JValue value => value.Value,
        _ => null,
    };

    /// <summary>Anything that a template can hold as JSON text. Most is plain text, which needs no token for it.</summary>
    public static string ToText(object? value) =>
        value is string text ? JsonConvert.ToString(text) : JsonText.WriteCompact(ToJson(value));

    /// <summary>The JSON of anything that a template can hold.</summary>
    public static JToken ToJson(object? value)
    {
        switch (value)
        {
            case null:
                return JValue.CreateNull();
            case IPatternValue pattern:
                pattern.ReadWhole();
                return pattern.Json;
            case JToken token:
                return token;
            case ScriptArray array:
                return new JArray(array.Select(ToJson));
            case IEnumerable<string> texts:
                return new JArray(texts.Select(t => (object)t).ToArray());
            case string or bool or int or long or decimal or double:
                return new JValue(value);
            default:
                throw new ArgumentException($"A value of type {value.GetType().Name} cannot be written as JSON.");
        }
    }
}
