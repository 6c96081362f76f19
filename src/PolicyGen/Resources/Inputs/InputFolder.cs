using PolicyGen.Data;
using PolicyGen.Diagnostics;

namespace PolicyGen.Resources.Inputs;

/// <summary>
/// The inputs among the files of a folder: what a person would deploy or judge, each once. Those are
/// <list type="bullet">
/// <item>.bicepparam files, except those with <c>using none</c>, which others extend;</item>
/// <item>.bicep files and ARM templates that no file of the folder deploys as a module or uses, once for each parameter
/// file beside them, or with their defaults when there is none;</item>
/// <item>snapshots, what-if results and exports.</item>
/// </list>
/// A .bicep file that declares nothing and is imported holds only types and functions. A template beside the .bicep file
/// that it was compiled from says the same twice.
/// </summary>
internal sealed class InputFolder(IReadOnlyList<FolderFile> files, DiagnosticBag diagnostics)
{
    private static readonly StringComparer PathComparer = OperatingSystem.IsLinux() ? StringComparer.Ordinal : StringComparer.OrdinalIgnoreCase;

    private readonly Dictionary<string, (FolderFile File, InputKind Kind)> _known = new(PathComparer);
    private readonly Dictionary<string, BicepReferences> _references = new(PathComparer);
    private readonly HashSet<string> _deployedByOthers = new(PathComparer);
    private readonly HashSet<string> _imported = new(PathComparer);

    public List<InputFile> Inputs(CancellationToken cancellation)
    {
        foreach (var file in files)
        {
            cancellation.ThrowIfCancellationRequested();
            Look(file);
        }

        var parameters = _known.Values.Where(k => k.Kind == InputKind.TemplateParameters).Select(k => k.File).ToList();
        var templates = _known.Where(k => k.Value.Kind is InputKind.Bicep or InputKind.Template).ToLookup(k => Path.GetDirectoryName(k.Key)!, k => k.Key, PathComparer);
        var owned = parameters.ToLookup(p => ParameterPairs.Owner(p.Path, templates[Path.GetDirectoryName(Full(p))!]) ?? "", PathComparer);
        var inputs = new List<InputFile>();
        foreach (var (file, kind) in _known.Values.OrderBy(k => k.File.DisplayPath, StringComparer.Ordinal))
        {
            if (kind is InputKind.Snapshot or InputKind.WhatIf or InputKind.Export || kind == InputKind.BicepParameters && _references[Full(file)].Using is not null)
                inputs.Add(new InputFile(kind, file.Path, file.DisplayPath));
            if (kind is not (InputKind.Bicep or InputKind.Template))
                continue;

            if (owned.Contains(Full(file)))
                inputs.AddRange(owned[Full(file)].Select(p => new InputFile(kind, file.Path, file.DisplayPath, p)));
            else if (IsDeployedByItself(file, kind))
                inputs.Add(new InputFile(kind, file.Path, file.DisplayPath));
        }

        foreach (var file in owned[""])
            diagnostics.Warning("parameters-unpaired", "It is a parameter file, and no template of its name lies beside it: it is not used.", new SourceLocation(file.DisplayPath));
        return inputs;
    }

    private void Look(FolderFile file)
    {
        var found = InputClassifier.Classify(file.Path);
        if (found.Kind is InputKind.Unreadable or InputKind.Malformed)
            InputFiles.Report(found, file, diagnostics);
        else if (found.Kind is not (InputKind.Other or InputKind.PolicyDocument))
            _known[Full(file)] = (file, found.Kind);

        if (found.Kind is not (InputKind.Bicep or InputKind.BicepParameters) || JsonText.ReadFile(file.Path, file.DisplayPath, diagnostics) is not { } text)
        {
            _references[Full(file)] = new BicepReferences([], [], null, false);
            return;
        }

        var references = BicepReferences.Scan(text);
        _references[Full(file)] = references;
        _deployedByOthers.UnionWith(references.Modules.Select(m => Resolve(file, m)));
        _imported.UnionWith(references.Imports.Select(m => Resolve(file, m)));
        if (references.Using is { } used)
            _deployedByOthers.Add(Resolve(file, used));
    }

    private bool IsDeployedByItself(FolderFile file, InputKind kind)
    {
        var path = Full(file);
        if (_deployedByOthers.Contains(path))
            return false;
        return kind == InputKind.Bicep ? !(_references[path].DeclaresNothing && _imported.Contains(path)) : !IsCompiledFromBicep(path);
    }

    private bool IsCompiledFromBicep(string path) => _known.ContainsKey(Path.ChangeExtension(path, ".bicep")) && InputClassifier.MentionsBicepGenerator(path);

    private static string Full(FolderFile file) => Path.GetFullPath(file.Path);

    // "br:…" and "ts:…" name registries: no file has such a path.
    private static string Resolve(FolderFile file, string reference) =>
        reference.Contains('\0') ? reference : Path.GetFullPath(Path.Combine(Path.GetDirectoryName(Full(file))!, reference));
}
