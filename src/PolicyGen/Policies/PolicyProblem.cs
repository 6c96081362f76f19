using Newtonsoft.Json.Linq;

namespace PolicyGen.Policies;

/// <summary>What kind of malformation the reader met.</summary>
public enum PolicyProblemKind
{
    /// <summary>A required part is missing, or a part has the wrong JSON type, outside the policy rule.</summary>
    Document,

    /// <summary>The same inside a policy rule, unknown operators and members included, where Azure refuses them.</summary>
    Rule,

    /// <summary>A property that Azure does not know, outside the policy rule, where Azure drops it silently.</summary>
    UnknownProperty,
}

/// <summary>Something that does not have the shape of a policy document. The reader goes on after it.</summary>
/// <param name="Kind">Kind.</param>
/// <param name="Message">One sentence for a person.</param>
/// <param name="Source">Where.</param>
public sealed record PolicyProblem(PolicyProblemKind Kind, string Message, JToken Source);
