namespace PolicyGen.Evaluation;

/// <summary>
/// The value of a condition. Kleene's three values, and an error beside them: a rule that fails to evaluate. In a
/// conjunction a false condition wins, in a disjunction a true one; otherwise an error is worse than an unknown. So no
/// result depends on the order of conditions, and a definite one stands whatever the unknown turns out to be.
/// </summary>
public enum Truth : byte
{
    /// <summary>Does not hold.</summary>
    False,

    /// <summary>Holds.</summary>
    True,

    /// <summary>Hangs on something that is not known.</summary>
    Unknown,

    /// <summary>Evaluation fails.</summary>
    Error,
}

internal static class Truths
{
    public static Truth Of(bool value) => value ? Truth.True : Truth.False;

    public static Truth Not(Truth value) => value switch
    {
        Truth.True => Truth.False,
        Truth.False => Truth.True,
        _ => value,
    };

    // False < Unknown and True < Unknown < Error; the neutral element of each operation gives way to everything.
    public static Truth And(Truth left, Truth right) =>
        left == Truth.False || right == Truth.False ? Truth.False : left > right ? left : right;

    public static Truth Or(Truth left, Truth right) =>
        left == Truth.True || right == Truth.True ? Truth.True : left > right ? left : right;
}
