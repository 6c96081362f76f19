using System.Collections.Immutable;
using PolicyGen.Catalogue;
using PolicyGen.Evaluation;
using PolicyGen.Results;

namespace PolicyGen.Auditing.Judging;

/// <summary>What a reading is judged by.</summary>
public sealed record AuditCriteria
{
    /// <summary>The catalogue.</summary>
    public required Library Library { get; init; }

    /// <summary>The initiatives of the guidelines as the repository renders them; only those of the guidelines that are judged.</summary>
    public required RenderedInitiatives Rendered { get; init; }

    /// <summary>The time of the run: expiry and age are measured against it.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>When the run ended; null is <see cref="Now"/>.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>Exemptions of the user; null for none.</summary>
    public ExemptionFile? Exemptions { get; init; }

    /// <summary>Attestations of the user; null for none.</summary>
    public AttestationFile? Attestations { get; init; }

    /// <summary>Only these controls; empty for all.</summary>
    public ImmutableArray<string> Controls { get; init; } = [];

    /// <summary>Only controls of this severity or worse.</summary>
    public Severity Severity { get; init; } = Severity.Low;

    /// <summary>States that become findings.</summary>
    public ImmutableArray<ComplianceState> Included { get; init; } = ResultBuilder.DefaultStates;

    /// <summary>The time that <see cref="AuditReading.Before"/> tells of; null when nobody asked.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>What a reader must know besides, from before the judging.</summary>
    public ImmutableArray<string> Warnings { get; init; } = [];

    /// <summary>True for a control that the options choose.</summary>
    internal bool Chooses(string control, Severity severity) =>
        severity >= Severity && (Controls.IsEmpty || Controls.Contains(control, StringComparer.OrdinalIgnoreCase));
}
