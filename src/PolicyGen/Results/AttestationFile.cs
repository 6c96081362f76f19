using System.Collections.Immutable;
using PolicyGen.Catalogue;
using PolicyGen.Data;
using PolicyGen.Diagnostics;

namespace PolicyGen.Results;

/// <summary>What people attested.</summary>
public interface IAttestations
{
    /// <summary>
    /// What is attested of a requirement in a run. Several attestations add up to the worst. Compliant counts only when it
    /// holds for every scope of the run; the other states count where they concern any part of it.
    /// </summary>
    /// <param name="requirement">Requirement id.</param>
    /// <param name="scopes">Scopes of the run, as resource ids.</param>
    /// <returns>The state; null when nothing is attested for the whole run.</returns>
    AttestationState? StateOf(string requirement, ImmutableArray<string> scopes);
}

/// <summary>What <c>--attestations</c> names: what people say of requirements that no policy can see. What has expired has no effect.</summary>
public sealed class AttestationFile : IAttestations
{
    /// <summary>File name of its JSON Schema.</summary>
    public const string SchemaName = "attestations.schema.json";

    private readonly ILookup<string, Attestation> _inForce;

    private AttestationFile(ImmutableArray<Attestation> attestations, DateTimeOffset now)
    {
        Attestations = attestations;
        _inForce = attestations.Where(a => now < a.ExpiresOn).ToLookup(a => a.Requirement, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>Every entry, those that have expired too.</summary>
    public ImmutableArray<Attestation> Attestations { get; }

    /// <summary>
    /// Reads the file. Faults, and requirements that do not exist, are errors; an entry that has expired, and Compliant without
    /// evidence, are warnings.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="display">The file as messages name it.</param>
    /// <param name="schemas">The schemas of the library.</param>
    /// <param name="library">The requirements. Those of guidelines that are not loaded are not looked at.</param>
    /// <param name="now">The time of the run: an entry has no effect from the instant at which it expires.</param>
    /// <param name="diagnostics">Takes faults and warnings.</param>
    /// <returns>The attestations; null after an error.</returns>
    public static AttestationFile? Load(string path, string display, SchemaValidator schemas, Library library, DateTimeOffset now, DiagnosticBag diagnostics)
    {
        ArgumentNullException.ThrowIfNull(schemas);
        ArgumentNullException.ThrowIfNull(library);
        ArgumentNullException.ThrowIfNull(diagnostics);
        if (JsonText.ParseFile(path, display, diagnostics) is not { } token || !schemas.Validate(token, display, SchemaName, diagnostics))
            return null;
        var faults = new DiagnosticBag();
        ImmutableArray<Attestation> attestations = [.. new DataNode(token, display, faults).RequiredItems("attestations").Select(Read)];
        Check(attestations, library, now, faults);
        diagnostics.AddRange(faults);
        return faults.HasErrors ? null : new AttestationFile(attestations, now);
    }

    /// <summary>Entries of a requirement that have not expired.</summary>
    public IEnumerable<Attestation> InForce(string requirement) => _inForce[requirement];

    /// <inheritdoc/>
    public AttestationState? StateOf(string requirement, ImmutableArray<string> scopes)
    {
        var concerned = _inForce[requirement].Where(a => a.Scope is null || scopes.Any(s => Exemption.Contains(a.Scope, s) || Exemption.Contains(s, a.Scope))).ToList();
        if (concerned.Count == 0)
            return null;
        var worst = concerned.Max(a => a.State);
        if (worst != AttestationState.Compliant)
            return worst;
        var all = concerned.Exists(a => a.Scope is null) || scopes.All(s => concerned.Exists(a => Exemption.Contains(a.Scope!, s)));
        return all ? AttestationState.Compliant : null;
    }

    private static void Check(ImmutableArray<Attestation> attestations, Library library, DateTimeOffset now, DiagnosticBag diagnostics)
    {
        var known = library.Requirements.Select(r => r.Id).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var loaded = library.Guidelines.Select(g => g.Id).ToHashSet();
        foreach (var attestation in attestations)
        {
            var elsewhere = GuidelineNames.OfRequirement(attestation.Requirement) is { } guideline && !loaded.Contains(guideline);
            if (!elsewhere && !known.Contains(attestation.Requirement))
                diagnostics.Error("unknown-requirement", $"There is no requirement \"{attestation.Requirement}\".", attestation.Location);
            if (attestation.ExpiresOn <= now)
                diagnostics.Warning("attestation-expired", $"The attestation of {attestation.Requirement} expired on {IsoTime.Write(attestation.ExpiresOn)}; it has no effect.", attestation.Location);
            if (attestation.State == AttestationState.Compliant && attestation.Evidence.IsEmpty)
                diagnostics.Warning("attestation-evidence", $"{attestation.Requirement} is attested as compliant without evidence.", attestation.Location);
        }
    }

    private static Attestation Read(DataNode node)
    {
        node.Only("requirement", "state", "owner", "assessmentDate", "expiresOn", "comments", "evidence", "scope");
        return new Attestation(
            node.Text("requirement"),
            (AttestationState)node.Choice("state", "Compliant", "Unknown", "NonCompliant"),
            node.Text("owner"),
            IsoTime.Read(node, "assessmentDate"),
            IsoTime.Read(node, "expiresOn"),
            node.OptionalText("comments"),
            [.. node.Items("evidence").Select(e => new AttestationEvidence(e.Text("description"), e.Text("uri")))],
            node.OptionalText("scope"),
            node.Location);
    }
}
