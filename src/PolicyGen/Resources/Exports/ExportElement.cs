namespace PolicyGen.Resources.Exports;

/// <summary>What is known of an element before it is parsed.</summary>
internal enum ElementState
{
    /// <summary>Its type is known.</summary>
    Typed,

    /// <summary>Its type is only known once it is parsed: there is none, or it is written with escapes.</summary>
    Opaque,

    /// <summary>It cannot be used; <see cref="ExportElement.Fault"/> says why.</summary>
    Faulty,
}

/// <summary>Where an element of an export is.</summary>
/// <param name="Offset">Offset of its first byte in the file.</param>
/// <param name="Length">Number of bytes.</param>
/// <param name="Line">1-based line on which it begins.</param>
/// <param name="Type">Its type as written, where <see cref="State"/> is typed.</param>
/// <param name="State">State.</param>
/// <param name="Fault">What is wrong with it; null when nothing is.</param>
/// <param name="HasSurrogate">True when it may hold half of a surrogate pair.</param>
internal readonly record struct ExportElement(long Offset, long Length, int Line, string? Type, ElementState State, string? Fault, bool HasSurrogate);
