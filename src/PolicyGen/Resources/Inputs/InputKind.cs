namespace PolicyGen.Resources.Inputs;

/// <summary>What a file given to <c>check</c> is.</summary>
public enum InputKind
{
    /// <summary>Nothing that resources can be read from.</summary>
    Other,

    /// <summary>A .bicep file.</summary>
    Bicep,

    /// <summary>A .bicepparam file.</summary>
    BicepParameters,

    /// <summary>An ARM JSON template, of any scope.</summary>
    Template,

    /// <summary>An ARM JSON parameter file: it belongs to a template or a .bicep file.</summary>
    TemplateParameters,

    /// <summary>A deployment snapshot as <c>bicep snapshot</c> writes it.</summary>
    Snapshot,

    /// <summary>The JSON of a what-if operation, as az or as the REST API gives it.</summary>
    WhatIf,

    /// <summary>An export of deployed resources.</summary>
    Export,

    /// <summary>A policy definition, initiative, assignment or exemption: not a resource to judge.</summary>
    PolicyDocument,

    /// <summary>It seems to be an input, but is malformed.</summary>
    Malformed,

    /// <summary>It cannot be read.</summary>
    Unreadable,
}

/// <summary>What a file is, and why.</summary>
/// <param name="Kind">Kind.</param>
/// <param name="Path">The file.</param>
/// <param name="Reason">What it was told by, or what is wrong with it, in one English sentence.</param>
/// <param name="Line">Line of the fault of a malformed file, 1-based; 0 when there is none.</param>
public sealed record InputClassification(InputKind Kind, string Path, string Reason, int Line = 0);
