using Newtonsoft.Json.Linq;

namespace PolicyGen.Policies;

/// <summary>A text of a document together with the JSON value that it stands in, so that a message can point to it.</summary>
/// <param name="Value">The text.</param>
/// <param name="Source">The JSON value.</param>
public sealed record SourcedText(string Value, JToken Source)
{
    /// <summary>Compares without regard to case, as Azure compares names, types and effects.</summary>
    public bool Is(string other) => string.Equals(Value, other, StringComparison.OrdinalIgnoreCase);

    /// <summary>The text.</summary>
    public override string ToString() => Value;
}
