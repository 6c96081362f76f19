using System.Collections.Immutable;
using Newtonsoft.Json.Linq;
using PolicyGen.Resources;

namespace PolicyGen.Evaluation.Fields;

/// <summary>One value that a field selects.</summary>
/// <param name="Value">The value; null for a missing property.</param>
/// <param name="Path">Its path with array indexes; empty unless paths were asked for.</param>
/// <param name="IsRest">
/// True where it is no value of the collection, but stands for any number of them, none included, in an array that is not
/// known as a whole.
/// </param>
internal readonly record struct Selected(JToken? Value, string Path, bool IsRest = false);

/// <summary>Reads one field of a resource (definition-structure-policy-rule.md, "Fields").</summary>
internal abstract class FieldAccessor(string name)
{
    /// <summary>The field as written.</summary>
    public string Name { get; } = name;

    /// <summary>True for a field with <c>[*]</c>: it selects a collection.</summary>
    public virtual bool IsCollection => false;

    /// <summary>The type, name or kind, which decide applicability.</summary>
    public virtual bool DecidesApplicability => false;

    /// <summary>The value of a field that is no collection; null for a missing property.</summary>
    public abstract JToken? Read(ArmResource resource, EvaluationState state);

    /// <summary>The path of <see cref="Read"/> for a person.</summary>
    public virtual string PathIn(ArmResource resource, EvaluationState state) => Name;

    /// <summary>
    /// The values of a collection. An element that lacks the property gives null; a missing array gives nothing; an array
    /// that is not known as a whole gives one <see cref="Unresolved"/> with <see cref="Selected.IsRest"/> and returns false.
    /// </summary>
    public virtual bool Collect(ArmResource resource, EvaluationState state, List<Selected> into, bool withPaths)
    {
        into.Add(new Selected(Read(resource, state), withPaths ? PathIn(resource, state) : ""));
        return true;
    }

    /// <summary>
    /// Where append and modify change it: names, and nulls for <c>[*]</c>; null for a field that nothing can change.
    /// </summary>
    public virtual ImmutableArray<string?>? ChangePath(ArmResource resource) => null;

    /// <summary>The text of a field that is always a text; null for others. Saves a token on the hot path.</summary>
    public virtual string? Text(ArmResource resource) => null;
}

/// <summary>The resource's type.</summary>
internal sealed class TypeField(string name) : FieldAccessor(name)
{
    public override bool DecidesApplicability => true;

    public override JToken? Read(ArmResource resource, EvaluationState state) => new JValue(resource.Type);

    public override string? Text(ArmResource resource) => resource.Type;
}

/// <summary>Name, full name or id: texts that are unknown where the name is an expression.</summary>
internal sealed class NameField(string name, Func<ArmResource, string> read, bool decides) : FieldAccessor(name)
{
    public override bool DecidesApplicability => decides;

    public override JToken? Read(ArmResource resource, EvaluationState state) =>
        resource.Content.GetValue("name", StringComparison.OrdinalIgnoreCase) is JRaw unknown ? unknown : new JValue(read(resource));
}

/// <summary>A field at a fixed path of every resource: kind, location, identity.type, tags, a tag.</summary>
internal sealed class PathField(string name, bool decides, params string[] path) : FieldAccessor(name)
{
    public override bool DecidesApplicability => decides;

    public override JToken? Read(ArmResource resource, EvaluationState state)
    {
        JToken? token = resource.Content;
        foreach (var step in path)
        {
            token = (token as JObject)?.GetValue(step, StringComparison.OrdinalIgnoreCase);
            if (Unresolved.Is(token))
                return token;
        }

        return token is { Type: JTokenType.Null } ? null : token;
    }

    public override ImmutableArray<string?>? ChangePath(ArmResource resource) => [.. path];

    public override string PathIn(ArmResource resource, EvaluationState state) =>
        path is ["tags", var tag] && tag.AsSpan().IndexOfAny(" .-'[]") >= 0 ? $"tags['{tag}']" : string.Join('.', path);
}
