using PolicyGen.Catalogue;
using PolicyGen.Data;
using PolicyGen.Diagnostics;

namespace PolicyGen.Results;

/// <summary>What the user brings beside the policies.</summary>
/// <param name="Exemptions">What <c>--exemptions</c> names; null for nothing.</param>
/// <param name="Attestations">What <c>--attestations</c> names; null for nothing.</param>
internal sealed record UserFiles(ExemptionFile? Exemptions, AttestationFile? Attestations)
{
    /// <summary>Reads both.</summary>
    /// <param name="exemptions">Path of exemptions; null for none.</param>
    /// <param name="attestations">Path of attestations; null for none.</param>
    /// <param name="files">The library, for its schemas.</param>
    /// <param name="library">Its catalogue.</param>
    /// <param name="now">The time of the run.</param>
    /// <param name="diagnostics">Takes what is wrong with them.</param>
    public static UserFiles Load(string? exemptions, string? attestations, LibraryFiles files, Library library, DateTimeOffset now, DiagnosticBag diagnostics) => new(
        exemptions is null ? null : ExemptionFile.Load(exemptions, SourceLocation.Display(exemptions), new SchemaValidator(files.Schemas), now, diagnostics),
        attestations is null ? null : AttestationFile.Load(attestations, SourceLocation.Display(attestations), new SchemaValidator(files.Schemas), library, now, diagnostics));
}
