using System.Collections.Immutable;
using Newtonsoft.Json.Linq;
using PolicyGen.Data;
using PolicyGen.Diagnostics;

namespace PolicyGen.Bicep;

/// <summary>Says why a template cannot be expanded, at the user's files.</summary>
internal sealed class ExpansionErrors(BicepClient client)
{
    private readonly DeclarationMap _declarations = new(client);

    /// <summary>Reports what the deployment engine refuses.</summary>
    public async Task ReportRefusalAsync(string message, TemplateOrigin origin, DiagnosticBag diagnostics, CancellationToken cancellationToken)
    {
        var (text, location) = await PlaceAsync(message, origin, cancellationToken).ConfigureAwait(false);
        diagnostics.Error("template-expansion", "The template cannot be expanded: " + text, location);
    }

    /// <summary>
    /// Where a message of the engine belongs. Its positions are those of the template: a user's own is where they look; in a
    /// compiled one only the start of a resource means something, for which the Bicep declaration stands.
    /// </summary>
    public async Task<(string Text, SourceLocation Location)> PlaceAsync(string message, TemplateOrigin origin, CancellationToken cancellationToken)
    {
        var (text, line, column) = CompilerMessages.SplitPosition(message);
        if (line == 0 || origin.File is null)
            return (text, origin.Names.EntryLocation);
        if (!origin.File.EndsWith(".bicep", StringComparison.OrdinalIgnoreCase))
            return (text, new SourceLocation(origin.Names.Of(origin.File), line, column));
        var places = await _declarations.BuildAsync(origin, cancellationToken).ConfigureAwait(false);
        var place = places.Where(p => JsonText.Locate(p.Key, "") is var at && at.Line == line && at.Column == column).Select(p => p.Value).ToList();
        return (text, place is [var only] ? only : origin.Names.EntryLocation);
    }

    /// <summary>Reports what the compiler says about a generated parameter file, at the values that it was made of.</summary>
    public async Task ReportParametersAsync(
        ImmutableArray<BicepMessage> messages, ParameterAssignments assignments, TemplateOrigin origin, DiagnosticBag diagnostics, CancellationToken cancellationToken)
    {
        var missing = messages.SelectMany(CompilerMessages.MissingParameters).ToList();
        foreach (var name in missing)
        {
            diagnostics.Error("template-parameter-missing",
                $"The parameter '{name}' has no default value. Give it in a parameter file (--parameters), or check the .bicepparam file instead.",
                await LocateParameterAsync(name, origin, cancellationToken).ConfigureAwait(false));
        }

        var others = messages.Where(m => CompilerMessages.MissingParameters(m).Count == 0).ToList();
        if (missing.Count == 0 || others.Exists(m => m.IsError))
            diagnostics.AddRange(CompilerMessages.Errors(others, m => assignments.Locate(m.Range.Start.Line) ?? origin.Names.EntryLocation));
    }

    private async Task<SourceLocation> LocateParameterAsync(string name, TemplateOrigin origin, CancellationToken cancellationToken)
    {
        if (!origin.File!.EndsWith(".bicep", StringComparison.OrdinalIgnoreCase))
        {
            return (origin.Template["parameters"] as JObject)?.Property(name, StringComparison.Ordinal) is { } property
                ? JsonText.Locate(property, origin.Names.Entry)
                : origin.Names.EntryLocation;
        }

        var symbols = await client.GetParametersAsync(origin.File, cancellationToken).ConfigureAwait(false);
        return symbols.FirstOrDefault(s => s.Name == name) is { } symbol
            ? new SourceLocation(origin.Names.Entry, symbol.Range.Start.Line + 1, symbol.Range.Start.Char + 1)
            : origin.Names.EntryLocation;
    }
}
