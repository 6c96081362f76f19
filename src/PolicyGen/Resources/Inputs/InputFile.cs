using PolicyGen.Data;

namespace PolicyGen.Resources.Inputs;

/// <summary>One input of a run.</summary>
/// <param name="Kind">
/// Bicep, BicepParameters, Template, Snapshot, WhatIf or Export: the kinds that resources come from.
/// </param>
/// <param name="Path">The file.</param>
/// <param name="DisplayPath">How messages name it, with forward slashes.</param>
/// <param name="Parameters">ARM JSON parameter file that goes with a template or .bicep file; null for none.</param>
public sealed record InputFile(InputKind Kind, string Path, string DisplayPath, FolderFile? Parameters = null)
{
    /// <summary>The kind in the words of the result model.</summary>
    public ResourceSourceKind SourceKind => Kind switch
    {
        InputKind.Bicep or InputKind.BicepParameters => ResourceSourceKind.Bicep,
        InputKind.Template => ResourceSourceKind.Template,
        InputKind.Snapshot => ResourceSourceKind.Snapshot,
        InputKind.WhatIf => ResourceSourceKind.WhatIf,
        _ => ResourceSourceKind.Inventory,
    };
}
