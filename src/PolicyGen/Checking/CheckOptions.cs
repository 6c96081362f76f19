using System.Collections.Immutable;
using PolicyGen.Catalogue;
using PolicyGen.Evaluation;

namespace PolicyGen.Checking;

/// <summary>What <c>policygen check</c> is asked to do.</summary>
public sealed record CheckOptions
{
    /// <summary>Files and folders to judge, as the user names them.</summary>
    public required ImmutableArray<string> Paths { get; init; }

    /// <summary>Parameter file of the one template among the paths; null for none.</summary>
    public string? ParametersFile { get; init; }

    /// <summary>Files and folders with policies to judge by.</summary>
    public ImmutableArray<string> Policies { get; init; } = [];

    /// <summary>
    /// Guidelines to judge by. Null is the default: all where no policies are given, none where they are.
    /// </summary>
    public ImmutableArray<GuidelineId>? Guidelines { get; init; }

    /// <summary>Only these controls; empty for all.</summary>
    public ImmutableArray<string> Controls { get; init; } = [];

    /// <summary>Only controls of this severity or worse.</summary>
    public Severity Severity { get; init; } = Severity.Low;

    /// <summary>Where templates are deployed, as a resource id; null when that is not known.</summary>
    public string? Scope { get; init; }

    /// <summary>File with what a template cannot know; null for none.</summary>
    public string? ContextFile { get; init; }

    /// <summary>Exemptions; null for none.</summary>
    public string? ExemptionsFile { get; init; }

    /// <summary>Attestations; null for none.</summary>
    public string? AttestationsFile { get; init; }

    /// <summary>The time of the run for <c>utcNow()</c>, expiry and the result; null is the clock's.</summary>
    public DateTimeOffset? Now { get; init; }

    /// <summary>The Bicep compiler; null looks for it.</summary>
    public string? Bicep { get; init; }

    /// <summary>States that become findings.</summary>
    public ImmutableArray<ComplianceState> Included { get; init; } = Results.ResultBuilder.DefaultStates;
}

/// <summary>How far a run is.</summary>
/// <param name="Step">What is being done, in a few English words.</param>
/// <param name="Done">Files expanded, or resources judged, so far.</param>
public readonly record struct CheckProgress(string Step, int Done);

/// <summary>What a run gave.</summary>
/// <param name="Result">The result.</param>
/// <param name="Library">The catalogue, for the words of reports.</param>
/// <param name="InputFile">The first input, for findings without a place.</param>
public sealed record CheckOutcome(Results.RunResult Result, Library Library, string? InputFile);
