using System.Collections.Immutable;
using PolicyGen.Data;
using PolicyGen.Diagnostics;

namespace PolicyGen.Resources.Inputs;

/// <summary>Makes the inputs of a run from the paths on the command line.</summary>
public static class InputFiles
{
    private static readonly FolderQuery Query = new(InputClassifier.Extensions) { ExcludedFolders = ["node_modules", "bin", "obj"], Strict = true };

    /// <summary>
    /// Expands files and folders, in the order given; what is in a folder by ordinal order. A named file counts as it is:
    /// a template with its defaults, and it must be an input. In a folder other files are passed over, and files that others
    /// deploy are not inputs of their own (<see cref="InputFolder"/>). No input is given twice.
    /// </summary>
    /// <param name="paths">Files and folders, as messages name them.</param>
    /// <param name="diagnostics">
    /// Takes <c>file-unreadable</c>, <c>file-encoding</c>, <c>too-many-files</c>, <c>input-unknown</c>,
    /// <c>input-malformed</c> and <c>parameters-unpaired</c>.
    /// </param>
    /// <param name="cancellation">Stops between files.</param>
    public static ImmutableArray<InputFile> Expand(IReadOnlyList<string> paths, DiagnosticBag diagnostics, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(paths);
        ArgumentNullException.ThrowIfNull(diagnostics);
        var inputs = new List<InputFile>();
        foreach (var path in paths)
        {
            if (Directory.Exists(path))
                inputs.AddRange(new InputFolder(FolderFiles.Find(path, path, Query, diagnostics), diagnostics).Inputs(cancellation));
            else if (Named(new FolderFile(path, path.Replace('\\', '/')), diagnostics) is { } input)
                inputs.Add(input);
        }

        return [.. inputs.DistinctBy(i => (Path.GetFullPath(i.Path), i.Parameters is null ? null : Path.GetFullPath(i.Parameters.Path)))];
    }

    private static InputFile? Named(FolderFile file, DiagnosticBag diagnostics)
    {
        var found = InputClassifier.Classify(file.Path);
        switch (found.Kind)
        {
            case InputKind.Bicep or InputKind.BicepParameters or InputKind.Template or InputKind.Snapshot or InputKind.WhatIf or InputKind.Export:
                return new InputFile(found.Kind, file.Path, file.DisplayPath);
            case InputKind.TemplateParameters:
                if (ParameterPairs.TemplateBeside(file.Path) is { } template)
                {
                    var display = file.DisplayPath[..^Path.GetFileName(file.Path).Length] + Path.GetFileName(template.Path);
                    return new InputFile(template.Kind, template.Path, display, file);
                }

                diagnostics.Error("input-unknown", "It is a parameter file, and no template of its name lies beside it; give the template, with --parameters.", new SourceLocation(file.DisplayPath));
                return null;
            case InputKind.PolicyDocument:
                diagnostics.Error("input-unknown", $"{found.Reason} There are no resources to judge in it; --policies takes it.", new SourceLocation(file.DisplayPath));
                return null;
            default:
                Report(found, file, diagnostics);
                return null;
        }
    }

    internal static void Report(InputClassification found, FolderFile file, DiagnosticBag diagnostics)
    {
        var place = new SourceLocation(file.DisplayPath, found.Line);
        if (found.Kind == InputKind.Unreadable)
            diagnostics.Error("file-unreadable", found.Reason, place);
        else if (found.Kind == InputKind.Malformed)
            diagnostics.Error("input-malformed", found.Reason, place);
        else
            diagnostics.Error("input-unknown", $"{found.Reason} Known are Bicep files, ARM templates, deployment snapshots, what-if results and exports of resources.", place);
    }
}
