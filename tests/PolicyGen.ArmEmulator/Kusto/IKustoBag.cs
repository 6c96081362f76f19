using Newtonsoft.Json.Linq;

namespace PolicyGen.ArmEmulator.Kusto;

/// <summary>
/// A row of a table, or an object within one, whose members are computed when a query asks for them: a million generated
/// rows need no JSON.
/// </summary>
public interface IKustoBag
{
    /// <summary>
    /// The member of this name (case-sensitive), or null where there is none. It may be a text, a number, a bool, a
    /// <see cref="JToken"/>, another bag, or a sequence of these; times are ISO 8601 texts, as in JSON.
    /// </summary>
    object? Get(string name);

    /// <summary>The whole, for a query that returns it.</summary>
    JToken ToJson();
}
