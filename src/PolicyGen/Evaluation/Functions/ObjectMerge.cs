using Newtonsoft.Json.Linq;

namespace PolicyGen.Evaluation.Functions;

/// <summary>
/// The deep merge of union() (template-functions-object.md, "union"). Names match without regard to case and take the
/// later spelling; nested objects merge, arrays and scalars are replaced, null replaces nothing, and an object or array
/// cannot meet a value of another type. The last three are not documented; the Bicep compiler does them.
/// </summary>
internal static class ObjectMerge
{
    /// <summary>Merges an object, which stays as it is, into another, which nobody else may hold.</summary>
    /// <returns>Null when that is done; otherwise a failure, or the unknown value on which the merge hangs.</returns>
    public static PolicyValue? Into(JObject target, JObject source)
    {
        // By name; null for names that the target has in several spellings.
        var existing = new Dictionary<string, JProperty?>(StringComparer.OrdinalIgnoreCase);
        foreach (var property in target.Properties())
            existing[property.Name] = existing.ContainsKey(property.Name) ? null : property;
        foreach (var property in source.Properties())
        {
            if (!existing.TryGetValue(property.Name, out var before))
            {
                var added = new JProperty(property.Name, property.Value.DeepClone());
                target.Add(added);
                existing.Add(property.Name, added);
                continue;
            }

            if (before is null)
                return PolicyValue.Unknown($"a union of objects whose names differ in letter case only: '{property.Name}'");
            var (value, stopped) = Merge(before.Value, property);
            if (stopped is not null)
                return stopped;
            if (before.Name == property.Name)
            {
                before.Value = value!;
                continue;
            }

            var renamed = new JProperty(property.Name, value);
            before.Replace(renamed);
            existing[property.Name] = renamed;
        }

        return null;
    }

    // The value to keep: the former token itself, merged in place, or a copy of the new one.
    private static (JToken? Value, PolicyValue? Stopped) Merge(JToken before, JProperty property)
    {
        var value = property.Value;
        var kind = Tokens.Kind(before);
        var newKind = Tokens.Kind(value);
        if (newKind == TokenKinds.Null)
            return (before, null);
        if (kind == TokenKinds.Null)
            return (value.DeepClone(), null);
        // An unknown value can be of a type that fails.
        if (kind == TokenKinds.Unknown || newKind == TokenKinds.Unknown)
            return (null, PolicyValue.Of(kind == TokenKinds.Unknown ? before : value));
        if (kind == TokenKinds.Object && newKind == TokenKinds.Object)
            return (before, Into((JObject)before, (JObject)value));
        if (kind != newKind && ((kind | newKind) & (TokenKinds.Object | TokenKinds.Array)) != 0)
            return (null, PolicyValue.Failed($"the property '{property.Name}' is {Tokens.Describe(kind)} first and {Tokens.Describe(newKind)} later"));
        return (value.DeepClone(), null);
    }
}
