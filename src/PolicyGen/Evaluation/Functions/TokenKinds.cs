namespace PolicyGen.Evaluation.Functions;

/// <summary>The types of values that template functions tell apart.</summary>
[Flags]
internal enum TokenKinds
{
    /// <summary>Not a JSON value: a token that no parser of ours makes.</summary>
    None = 0,

    /// <summary>null.</summary>
    Null = 1,

    /// <summary>true, false.</summary>
    Boolean = 2,

    /// <summary>A whole number written without a decimal point.</summary>
    Integer = 4,

    /// <summary>Any other number.</summary>
    Float = 8,

    /// <summary>Text.</summary>
    String = 16,

    /// <summary>An array.</summary>
    Array = 32,

    /// <summary>An object.</summary>
    Object = 64,

    /// <summary>A value that is not known; its type is not known either.</summary>
    Unknown = 128,

    /// <summary>A whole or fractional number.</summary>
    Number = Integer | Float,

    /// <summary>Any JSON value.</summary>
    Any = Null | Boolean | Number | String | Array | Object,
}
