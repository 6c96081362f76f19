using System.Collections.Immutable;
using PolicyGen.Catalogue;

namespace PolicyGen.Evaluation;

/// <summary>A place where an initiative or an assignment refers to a definition.</summary>
/// <param name="Assignment">Id or name of the assignment; null where an initiative or definition is judged by itself.</param>
/// <param name="Initiative">Name of the initiative; null for a definition on its own.</param>
/// <param name="ReferenceId">Reference id within the initiative; null for a definition on its own.</param>
/// <param name="Groups">Groups of the reference: requirement ids in our initiatives.</param>
public sealed record PolicyReferencePlace(string? Assignment, string? Initiative, string? ReferenceId, ImmutableArray<string> Groups);

/// <summary>What reports need to know of a policy that was evaluated.</summary>
/// <param name="Control">
/// The control: metadata.control of our definitions, else the reference id or the name of a foreign definition.
/// </param>
/// <param name="Definition">Name of the policy definition: <c>policygen-storage-https-only</c> or a built-in's GUID.</param>
/// <param name="DisplayName">Its display name.</param>
/// <param name="Severity">metadata.severity; medium where a foreign definition says nothing.</param>
/// <param name="Effect">The effect in force, in Azure's spelling: <c>Audit</c>.</param>
/// <param name="Message">Non-compliance message of the assignment; null when there is none.</param>
/// <param name="Places">Where it is referred to; never empty.</param>
public sealed record PolicyIdentity(
    string Control,
    string Definition,
    string DisplayName,
    Severity Severity,
    string Effect,
    string? Message,
    ImmutableArray<PolicyReferencePlace> Places)
{
    /// <summary>The groups of all places, by ordinal order: the requirements that it is direct evidence for.</summary>
    public ImmutableArray<string> Requirements { get; } = [.. Places.SelectMany(p => p.Groups).Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.Ordinal)];
}
