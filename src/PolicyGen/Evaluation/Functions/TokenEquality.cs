using Newtonsoft.Json.Linq;

namespace PolicyGen.Evaluation.Functions;

/// <summary>
/// Equality of values as template functions see it: types and, for text and property names, letter case count; the order
/// of properties does not. Three-valued: null where it hangs on a value that is not known.
/// </summary>
internal static class TokenEquality
{
    /// <summary>Compares two values within the depth that <see cref="TokenScan"/> allows.</summary>
    public static bool? Equal(JToken left, JToken right)
    {
        var kind = Tokens.Kind(left);
        var other = Tokens.Kind(right);
        if (kind == TokenKinds.Unknown || other == TokenKinds.Unknown)
            return null;
        if (kind != other)
            return false;
        return kind switch
        {
            TokenKinds.Null => true,
            TokenKinds.Boolean => Tokens.Boolean(left) == Tokens.Boolean(right),
            TokenKinds.Integer => Tokens.Integer(left) == Tokens.Integer(right),
            TokenKinds.Float => Tokens.Float(left).Equals(Tokens.Float(right)),
            TokenKinds.String => string.Equals(Tokens.Text(left), Tokens.Text(right), StringComparison.Ordinal),
            TokenKinds.Array => EqualArrays((JArray)left, (JArray)right),
            TokenKinds.Object => EqualObjects((JObject)left, (JObject)right),
            _ => false,
        };
    }

    /// <summary>A hash that equal values without unknown parts share.</summary>
    public static int Hash(JToken token)
    {
        var kind = Tokens.Kind(token);
        return kind switch
        {
            TokenKinds.Boolean => Tokens.Boolean(token) ? 3 : 2,
            TokenKinds.Integer => Tokens.Integer(token).GetHashCode(),
            TokenKinds.Float => Tokens.Float(token).GetHashCode(),
            TokenKinds.String => Tokens.Text(token).GetHashCode(StringComparison.Ordinal),
            TokenKinds.Array => ((JArray)token).Aggregate(5, (hash, element) => HashCode.Combine(hash, Hash(element))),
            TokenKinds.Object => ((JObject)token).Properties().Aggregate(7, (hash, p) =>
                hash ^ HashCode.Combine(p.Name.GetHashCode(StringComparison.Ordinal), Hash(p.Value))),
            _ => (int)kind,
        };
    }

    private static bool? EqualArrays(JArray left, JArray right)
    {
        if (left.Count != right.Count)
            return false;
        bool? result = true;
        for (var i = 0; i < left.Count; i++)
        {
            var equal = Equal(left[i], right[i]);
            if (equal == false)
                return false;
            result &= equal;
        }

        return result;
    }

    private static bool? EqualObjects(JObject left, JObject right)
    {
        if (left.Count != right.Count)
            return false;
        bool? result = true;
        foreach (var property in left.Properties())
        {
            if (!right.TryGetValue(property.Name, StringComparison.Ordinal, out var other))
                return false;
            var equal = Equal(property.Value, other);
            if (equal == false)
                return false;
            result &= equal;
        }

        return result;
    }
}
