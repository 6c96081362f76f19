using System.Collections.Immutable;
using Newtonsoft.Json.Linq;

namespace PolicyGen.Policies.Reading;

/// <summary>Reads the parts of one document and notes what does not have the expected type. Null counts as missing.</summary>
internal sealed class PartReader
{
    private readonly ImmutableArray<PolicyProblem>.Builder _problems = ImmutableArray.CreateBuilder<PolicyProblem>();

    /// <summary>What was noted so far.</summary>
    public ImmutableArray<PolicyProblem> Problems => _problems.ToImmutable();

    public void Problem(PolicyProblemKind kind, string message, JToken source) => _problems.Add(new PolicyProblem(kind, message, source));

    public SourcedText? Text(JObject parent, string name, PolicyProblemKind kind = PolicyProblemKind.Document) =>
        Typed<JValue>(parent, name, JTokenType.String, "a text", kind) is { } value ? new SourcedText((string)value!, value) : null;

    public JObject? Object(JObject parent, string name, PolicyProblemKind kind = PolicyProblemKind.Document) =>
        Typed<JObject>(parent, name, JTokenType.Object, "an object", kind);

    public JArray? Array(JObject parent, string name, PolicyProblemKind kind = PolicyProblemKind.Document) =>
        Typed<JArray>(parent, name, JTokenType.Array, "an array", kind);

    /// <summary>A value of any type; null when it is missing or null.</summary>
    public static JToken? Value(JObject parent, string name) => parent.Find(name) is { Type: not JTokenType.Null } value ? value : null;

    /// <summary>The texts of an array; other elements are noted.</summary>
    public ImmutableArray<SourcedText> Texts(JObject parent, string name, PolicyProblemKind kind = PolicyProblemKind.Document)
    {
        var texts = ImmutableArray.CreateBuilder<SourcedText>();
        foreach (var element in Array(parent, name, kind) ?? [])
        {
            if (element.Type == JTokenType.String)
                texts.Add(new SourcedText((string)element!, element));
            else
                Problem(kind, $"An element of '{name}' must be a text, not {element.KindName()}.", element);
        }

        return texts.ToImmutable();
    }

    /// <summary>The objects of an array; other elements are noted.</summary>
    public ImmutableArray<T> Objects<T>(JObject parent, string name, Func<JObject, T> read, PolicyProblemKind kind = PolicyProblemKind.Document)
    {
        var objects = ImmutableArray.CreateBuilder<T>();
        foreach (var element in Array(parent, name, kind) ?? [])
        {
            if (element is JObject value)
                objects.Add(read(value));
            else
                Problem(kind, $"An element of '{name}' must be an object, not {element.KindName()}.", element);
        }

        return objects.ToImmutable();
    }

    /// <summary>The properties of an object whose values are objects; others are noted.</summary>
    public ImmutableArray<T> Members<T>(JObject parent, string name, Func<JProperty, JObject, T> read)
    {
        var members = ImmutableArray.CreateBuilder<T>();
        foreach (var property in (Object(parent, name) ?? []).Properties())
        {
            if (property.Value is JObject value)
                members.Add(read(property, value));
            else
                Problem(PolicyProblemKind.Document, $"'{property.Name}' in '{name}' must be an object, not {property.Value.KindName()}.", property);
        }

        return members.ToImmutable();
    }

    /// <summary>Notes every property that is not one of <paramref name="known"/>.</summary>
    public void Known(JObject source, string what, PolicyProblemKind kind, params ReadOnlySpan<string> known)
    {
        foreach (var property in source.Properties())
        {
            var found = property.Name == "$schema";
            foreach (var name in known)
                found |= string.Equals(name, property.Name, StringComparison.OrdinalIgnoreCase);
            if (!found)
                Problem(kind, $"{what} has no property '{property.Name}'.", property);
        }
    }

    private T? Typed<T>(JObject parent, string name, JTokenType type, string wanted, PolicyProblemKind kind)
        where T : JToken
    {
        if (Value(parent, name) is not { } value)
            return null;
        if (value.Type == type && value is T typed)
            return typed;
        Problem(kind, $"'{name}' must be {wanted}, not {value.KindName()}.", value);
        return null;
    }
}
