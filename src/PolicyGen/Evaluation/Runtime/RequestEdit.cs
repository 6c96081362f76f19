using System.Collections.Immutable;
using System.Globalization;
using Newtonsoft.Json.Linq;
using PolicyGen.Evaluation.Fields;
using PolicyGen.Evaluation.Functions;
using PolicyGen.Resources;

namespace PolicyGen.Evaluation;

/// <summary>An operation of append or modify with the value that it has for one request.</summary>
/// <param name="Kind">append, add, addOrReplace or remove.</param>
/// <param name="Field">The field.</param>
/// <param name="Value">The value; null for remove.</param>
/// <param name="IsOpen">True where it is not known whether it is done.</param>
internal sealed record PlannedOperation(string Kind, FieldAccessor Field, JToken? Value, bool IsOpen);

/// <summary>Does one operation to the content of a request (effect-append.md; effect-modify.md, "Modify operations").</summary>
internal static class RequestEdit
{
    /// <summary>Changes the content.</summary>
    /// <returns>
    /// Why append refuses the request; null when it does not. A reason with a value that is not known is one that may hold.
    /// </returns>
    public static Reason? Apply(JObject content, ArmResource resource, PlannedOperation operation, ImmutableArray<PropertyChange>.Builder changes)
    {
        if (operation.Field.ChangePath(resource) is not { } path)
            return null;
        var places = new List<(JToken Parent, string? Name, string Path)>();
        var unknown = Find(content, path, 0, "", places, create: operation.Kind != "remove");
        Reason? refused = unknown is not null && operation.Kind == "append" ? Refusal(operation, operation.Field.Name, unknown) : null;
        foreach (var (parent, name, text) in places)
        {
            if (name is null)
                Apply((JArray)parent, text, operation, changes);
            else
                refused ??= Apply((JObject)parent, name, text, operation, changes);
        }

        return refused;
    }

    /// <summary>True when two values are surely the same; null is no value.</summary>
    public static bool IsSame(JToken? left, JToken? right) => left is null || right is null ? left == right : TokenEquality.Equal(left, right) == true;

    // The array itself: [*] takes one more element, or is left with just this one.
    private static void Apply(JArray array, string path, PlannedOperation operation, ImmutableArray<PropertyChange>.Builder changes)
    {
        if (operation.Kind == "addOrReplace")
        {
            var before = array.DeepClone();
            array.ReplaceAll(operation.Value!.DeepClone());
            changes.Add(new PropertyChange(operation.Kind, path, before, array.DeepClone()));
            return;
        }

        changes.Add(new PropertyChange(operation.Kind, string.Create(CultureInfo.InvariantCulture, $"{path}[{array.Count}]"), null, operation.Value));
        array.Add(operation.Value!.DeepClone());
    }

    private static Reason? Apply(JObject owner, string name, string path, PlannedOperation operation, ImmutableArray<PropertyChange>.Builder changes)
    {
        var property = owner.Property(name, StringComparison.OrdinalIgnoreCase);
        var before = property?.Value is { Type: not JTokenType.Null } value ? value : null;
        if (operation.Value is null)
        {
            property?.Remove();
            if (property is not null)
                changes.Add(new PropertyChange(operation.Kind, path, before, null));
            return null;
        }

        if (IsSame(before, operation.Value))
            return null;
        if (before is not null && operation.Kind == "append")
            return Refusal(operation, path, before);
        if (before is not null && operation.Kind == "add")
            return null;
        owner[property?.Name ?? name] = operation.Value.DeepClone();
        changes.Add(new PropertyChange(operation.Kind, path, before, operation.Value));
        return null;
    }

    private static Reason Refusal(PlannedOperation operation, string path, JToken before) =>
        new(path, operation.Kind, operation.Value, before, "The request has another value here: append refuses it.");

    // Finds the places of a path, and gives a value on the way that is not known. A parent that the request leaves out is
    // left out on purpose: nothing is made there (effect-modify.md, "Property not present"), except the properties bag and
    // the tags themselves.
    private static JToken? Find(JToken token, ImmutableArray<string?> path, int step, string text, List<(JToken, string?, string)> found, bool create)
    {
        if (Unresolved.Is(token))
            return token;
        var isLast = step == path.Length - 1;
        if (path[step] is not { } name)
        {
            if (token is not JArray array)
                return null;
            if (isLast)
            {
                found.Add((array, null, text));
                return null;
            }

            JToken? unknown = null;
            for (var i = 0; i < array.Count; i++)
                unknown = Find(array[i], path, step + 1, $"{text}[{i}]", found, create) ?? unknown;
            return unknown;
        }

        if (token is not JObject o)
            return null;
        var here = text.Length == 0 ? name : $"{text}.{name}";
        if (isLast)
        {
            found.Add((o, name, step > 0 && path[0] == "tags" && name.AsSpan().IndexOfAny(" .-'[]") >= 0 ? $"tags['{name}']" : here));
            return null;
        }

        var child = o.GetValue(name, StringComparison.OrdinalIgnoreCase);
        if (child is null or { Type: JTokenType.Null } && create)
        {
            // A missing array before a final [*] is created; so are properties, tags and identity at the root.
            var isArray = path[step + 1] is null && step + 1 == path.Length - 1;
            if (!isArray && step > 0)
                return null;
            o[o.Property(name, StringComparison.OrdinalIgnoreCase)?.Name ?? name] = child = isArray ? new JArray() : new JObject();
        }

        return child is null ? null : Find(child, path, step + 1, here, found, create);
    }
}
