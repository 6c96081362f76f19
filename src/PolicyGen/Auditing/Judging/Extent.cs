namespace PolicyGen.Auditing.Judging;

/// <summary>How much of something is covered, the least first.</summary>
internal enum Extent
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>A part.</summary>
    Part,

    /// <summary>All of it.</summary>
    All,
}
