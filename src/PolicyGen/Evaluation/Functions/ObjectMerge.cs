using Newtonsoft.Json.Linq;

namespace PolicyGen.Evaluation.Functions;

/// <summary>
/// The deep merge of union() (template-functions-object.md, "union"). Names match without regard to case and take the
/// later spelling; nested objects merge, arrays and scalars are replaced, and an object or array cannot meet a value of
/// another type, which is not documented, but what the Bicep compiler does. A later null replaces a value by the document
/// and leaves it by the compiler: which of them it is remains unknown.
/// </summary>
internal static class ObjectMerge
{
    /// <summary>Merges two objects, which stay as they are.</summary>
    /// <returns>The new object; a failure; or the unknown value on which the merge hangs.</returns>
    public static PolicyValue Merge(JObject first, JObject second)
    {
        var members = first.Properties().Select(p => (p.Name, p.Value)).ToList();
        // Places of the names; -1 for those that the first object has in several spellings.
        var places = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < members.Count; i++)
            places[members[i].Name] = places.ContainsKey(members[i].Name) ? -1 : i;

        foreach (var property in second.Properties())
        {
            if (places.TryAdd(property.Name, members.Count))
            {
                members.Add((property.Name, property.Value));
                continue;
            }

            var place = places[property.Name];
            if (place < 0)
                return PolicyValue.Unknown($"a union of objects whose names differ in letter case only: '{property.Name}'");
            var value = Merge(members[place].Value, property);
            if (value.IsError || value.IsUnknown && members[place].Value.Type != JTokenType.Null && property.Value.Type != JTokenType.Null)
                return value;
            members[place] = (property.Name, value.Token);
        }

        // Built at the end: to replace a value in place, Newtonsoft compares the two, which fails for some numbers.
        var result = new JObject();
        foreach (var (name, value) in members)
            result.Add(name, value.DeepClone());
        return PolicyValue.Of(result);
    }

    private static PolicyValue Merge(JToken before, JProperty property)
    {
        var value = property.Value;
        var kind = Tokens.Kind(before);
        var newKind = Tokens.Kind(value);
        if (kind == TokenKinds.Null)
            return PolicyValue.Of(value);
        if (newKind == TokenKinds.Null)
            return PolicyValue.Unknown("a union in which null follows a value");
        // An unknown value can be of a type that fails.
        if (kind == TokenKinds.Unknown || newKind == TokenKinds.Unknown)
            return PolicyValue.Of(kind == TokenKinds.Unknown ? before : value);
        if (kind == TokenKinds.Object && newKind == TokenKinds.Object)
            return Merge((JObject)before, (JObject)value);
        return kind != newKind && ((kind | newKind) & (TokenKinds.Object | TokenKinds.Array)) != 0
            ? PolicyValue.Failed($"the property '{property.Name}' is {Tokens.Describe(kind)} first and {Tokens.Describe(newKind)} later")
            : PolicyValue.Of(value);
    }
}
