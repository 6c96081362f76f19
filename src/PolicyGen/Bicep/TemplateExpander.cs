using System.Collections.Immutable;
using Newtonsoft.Json.Linq;
using PolicyGen.Data;
using PolicyGen.Diagnostics;

namespace PolicyGen.Bicep;

/// <summary>
/// Expands templates with the real Bicep compiler: modules, loops, conditions and expressions are resolved as far as they
/// can be before a deployment. No Azure is asked; modules of a registry are restored by the compiler when it can reach it.
/// </summary>
/// <remarks>Safe to use from several threads; the client keeps order.</remarks>
/// <param name="client">The compiler.</param>
public sealed class TemplateExpander(BicepClient client)
{
    private const string ParameterFileExtension = ".bicepparam";

    private readonly ExpansionErrors _errors = new(client);

    /// <summary>Expands a template.</summary>
    /// <param name="input">The template.</param>
    /// <param name="context">What is known about the deployment.</param>
    /// <param name="diagnostics">
    /// Takes what is wrong: <c>bicep-error</c> at file and line, <c>template-expansion</c>, <c>template-incomplete</c>,
    /// <c>template-parameter-missing</c> and others. Nothing is skipped: without an expansion there is an error.
    /// </param>
    /// <param name="cancellationToken">Ends the compiler's work.</param>
    /// <returns>The expansion, or null after adding errors.</returns>
    public async Task<TemplateExpansion?> ExpandAsync(TemplateInput input, DeploymentContext context, DiagnosticBag diagnostics, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(diagnostics);
        var names = new FileNames(input.Path);
        if (!TemplateFiles.Check(input.Path, names.Entry, diagnostics))
            return null;
        var job = new Job(input, context, names, diagnostics, cancellationToken);
        try
        {
            var extension = Path.GetExtension(input.Path).ToLowerInvariant();
            if (extension == ParameterFileExtension)
                return await ExpandParameterFileAsync(job).ConfigureAwait(false);
            if (input.ParameterFile is { } file && file.EndsWith(ParameterFileExtension, StringComparison.OrdinalIgnoreCase))
                return await ExpandNamedParameterFileAsync(job, file).ConfigureAwait(false);
            return extension == ".bicep" ? await ExpandBicepAsync(job).ConfigureAwait(false) : await ExpandTemplateAsync(job).ConfigureAwait(false);
        }
        catch (BicepException e) when (e.Failure is BicepFailure.NotStarted or BicepFailure.TooOld)
        {
            // The same for every file, so that it is told once.
            diagnostics.Error("bicep-unusable", e.Message, SourceLocation.None);
        }
        catch (BicepException e)
        {
            diagnostics.Error("bicep-failed", e.Message, names.EntryLocation);
        }

        return null;
    }

    private async Task<TemplateExpansion?> ExpandNamedParameterFileAsync(Job job, string file)
    {
        var name = file.Replace('\\', '/');
        if (!TemplateFiles.Check(file, name, job.Diagnostics) || JsonText.ReadFile(file, name, job.Diagnostics) is not { } text)
            return null;
        var used = UsedFile(file, text);
        if (used is not null && Path.GetFullPath(job.Input.Path) == used)
            return await ExpandParameterFileAsync(job with { Input = new TemplateInput(file), Names = new FileNames(file) }).ConfigureAwait(false);
        job.Diagnostics.Error("parameter-file-unexpected", $"The parameter file is not for {job.Names.Entry}: its 'using' names another template. Check it by itself.", new SourceLocation(name));
        return null;
    }

    private async Task<TemplateExpansion?> ExpandParameterFileAsync(Job job)
    {
        if (job.Input.ParameterFile is not null)
        {
            job.Diagnostics.Error("parameter-file-unexpected", "A .bicepparam file holds its parameters itself; another parameter file cannot be added.", job.Names.EntryLocation);
            return null;
        }

        var path = Path.GetFullPath(job.Input.Path);
        if (JsonText.ReadFile(path, job.Names.Entry, job.Diagnostics) is not { } text)
            return null;
        var (compiled, files) = await WithFilesAsync(client.CompileParametersAsync(path, job.Cancellation), path, job).ConfigureAwait(false);
        if (!compiled.Success || compiled.Template is null)
        {
            job.Report(compiled.Diagnostics);
            if (compiled.Success)
                job.Diagnostics.Error("bicep-error", "The parameter file names no template ('using none', or a template spec that is not on this machine). Check a file that does.", job.Names.EntryLocation);
            return null;
        }

        if (TemplateFiles.Parse(compiled.Template, job.Names.Entry, job.Diagnostics) is not var (template, scope) || JsonText.Parse(compiled.Parameters ?? "{}", job.Names.Entry, job.Diagnostics) is not JObject parameters)
            return null;

        var origin = new TemplateOrigin(template, UsedFile(path, text), job.Names);
        var (metadata, placeholders) = TargetScopes.MetadataFor(scope, job.Context, job.Input.Path);
        try
        {
            var snapshot = await client.GetSnapshotAsync(path, metadata, job.Cancellation).ConfigureAwait(false);
            var values = TemplateParameters.Of(parameters["parameters"] as JObject ?? [], _ => job.Names.EntryLocation);
            return await FinishAsync(job, snapshot, origin, scope, values, metadata, placeholders, job.Warnings(compiled.Diagnostics), files).ConfigureAwait(false);
        }
        catch (BicepException e) when (e.Failure is BicepFailure.Refused)
        {
            await _errors.ReportRefusalAsync(e.Message, origin, job.Diagnostics, job.Cancellation).ConfigureAwait(false);
            return null;
        }
    }

    private async Task<TemplateExpansion?> ExpandBicepAsync(Job job)
    {
        var path = Path.GetFullPath(job.Input.Path);
        var (compiled, files) = await WithFilesAsync(client.CompileAsync(path, job.Cancellation), path, job).ConfigureAwait(false);
        if (compiled.Success && compiled.Contents is not null)
            return await ExpandTextAsync(job, compiled.Contents, path, job.Warnings(compiled.Diagnostics), files).ConfigureAwait(false);
        job.Report(compiled.Diagnostics);
        return null;
    }

    private async Task<TemplateExpansion?> ExpandTemplateAsync(Job job) =>
        JsonText.ReadFile(job.Input.Path, job.Names.Entry, job.Diagnostics) is { } text
            ? await ExpandTextAsync(job, text, Path.GetFullPath(job.Input.Path), [], [job.Names.Entry]).ConfigureAwait(false)
            : null;

    private async Task<TemplateExpansion?> ExpandTextAsync(Job job, string text, string file, ImmutableArray<Diagnostic> warnings, ImmutableArray<string> files)
    {
        if (TemplateFiles.Parse(text, job.Names.Entry, job.Diagnostics) is not var (template, scope))
            return null;
        ImmutableArray<TemplateParameter> parameters = [];
        if (job.Input.ParameterFile is { } given)
        {
            if (TemplateParameters.Read(given, job.Diagnostics) is not { } read || TemplateParameters.Match(read, template, job.Diagnostics) is not { } matched)
                return null;
            parameters = matched;
        }

        var (metadata, placeholders) = TargetScopes.MetadataFor(scope, job.Context, job.Input.Path);
        var origin = new TemplateOrigin(template, file, job.Names);
        var assigned = ParameterAssignments.WithDefaults(template, parameters);
        var assignments = ParameterAssignments.Write("template.json", assigned, parameters);
        using var folder = new TemporaryFolder();
        folder.Write("template.json", ReferenceEquals(assigned, template) ? text : JsonText.Write(assigned));
        var parameterFile = folder.Write("parameters.bicepparam", assignments.Text);
        try
        {
            var snapshot = await client.GetSnapshotAsync(parameterFile, metadata, job.Cancellation).ConfigureAwait(false);
            return await FinishAsync(job, snapshot, origin, scope, parameters, metadata, placeholders, warnings, files).ConfigureAwait(false);
        }
        catch (BicepException e) when (e.Failure is BicepFailure.Refused)
        {
            var compiled = await client.CompileParametersAsync(parameterFile, job.Cancellation).ConfigureAwait(false);
            if (compiled.Success)
                await _errors.ReportRefusalAsync(e.Message, origin, job.Diagnostics, job.Cancellation).ConfigureAwait(false);
            else
                await _errors.ReportParametersAsync(compiled.Diagnostics, assignments, origin, job.Diagnostics, job.Cancellation).ConfigureAwait(false);
            return null;
        }
    }

    private async Task<TemplateExpansion?> FinishAsync(Job job, string text, TemplateOrigin origin, string scope, ImmutableArray<TemplateParameter> parameters,
        BicepSnapshotMetadata metadata, bool placeholders, ImmutableArray<Diagnostic> warnings, ImmutableArray<string> files)
    {
        if (SnapshotReader.Read(text, job.Names.Entry, job.Diagnostics) is not var (snapshot, resources))
            return null;
        var isWhole = true;
        foreach (var message in SnapshotReader.Messages(snapshot))
        {
            var (said, location) = await _errors.PlaceAsync(message.Text, origin, job.Cancellation).ConfigureAwait(false);
            if (message.LeavesOut)
            {
                isWhole = false;
                job.Diagnostics.Error("template-incomplete", said + " What it deploys cannot be checked: use a module or an inline template whose parameters are known, or check that template by itself.", location);
            }
            else
            {
                warnings = warnings.Add(Diagnostic.Warning("bicep-warning", said, location));
            }
        }

        return !isWhole ? null : new TemplateExpansion(origin, parameters, metadata)
        {
            Input = job.Input,
            Snapshot = snapshot,
            PredictedResources = resources,
            TargetScope = scope,
            UsesPlaceholders = placeholders,
            Warnings = warnings,
            Files = files,
        };
    }

    private async Task<(T Compiled, ImmutableArray<string> Files)> WithFilesAsync<T>(Task<T> compilation, string path, Job job)
    {
        var references = client.GetFileReferencesAsync(path, job.Cancellation);
        await Task.WhenAll(compilation, references).ConfigureAwait(false);
        var files = (await references.ConfigureAwait(false)).Where(f => f.EndsWith(".bicep", StringComparison.OrdinalIgnoreCase) || f.EndsWith(ParameterFileExtension, StringComparison.OrdinalIgnoreCase));
        return (await compilation.ConfigureAwait(false), [.. files.Select(job.Names.Of)]);
    }

    // Absolute path of the template that a parameter file uses, when it is a local file.
    private static string? UsedFile(string parameterFile, string text)
    {
        if (BicepFile.FindUsing(text) is not { } used || used.Contains(':') || used.StartsWith("br/", StringComparison.Ordinal) || used.StartsWith("ts/", StringComparison.Ordinal))
            return null;
        return Path.GetFullPath(Path.Combine(Path.GetDirectoryName(Path.GetFullPath(parameterFile))!, used));
    }

    private sealed record Job(TemplateInput Input, DeploymentContext Context, FileNames Names, DiagnosticBag Diagnostics, CancellationToken Cancellation)
    {
        public void Report(IReadOnlyList<BicepMessage> messages) => Diagnostics.AddRange(CompilerMessages.Errors(messages, m => CompilerMessages.Locate(m, Names)));

        public ImmutableArray<Diagnostic> Warnings(IEnumerable<BicepMessage> messages) => [.. CompilerMessages.Warnings(messages, m => CompilerMessages.Locate(m, Names))];
    }
}
