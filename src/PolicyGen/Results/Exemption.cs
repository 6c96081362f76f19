using System.Collections.Immutable;
using PolicyGen.Diagnostics;
using PolicyGen.Resources;

namespace PolicyGen.Results;

/// <summary>Why a resource is exempt (MicrosoftDocs/azure-docs, governance/policy/concepts/exemption-structure.md).</summary>
public enum ExemptionCategory
{
    /// <summary>The violation is accepted for a time.</summary>
    Waiver,

    /// <summary>The aim is met in another way.</summary>
    Mitigated,
}

/// <summary>One entry of an exemptions file.</summary>
/// <param name="Id">Name given by its author; null for none.</param>
/// <param name="Controls">Control ids it is about.</param>
/// <param name="Requirements">Requirements it is about.</param>
/// <param name="Definitions">Names of policy definitions it is about; of a resource id, the last segment.</param>
/// <param name="ReferenceIds">Reference ids within an initiative it is about.</param>
/// <param name="Scope">
/// Resource id of what it covers with everything below, or the beginning of ids followed by one <c>*</c>; null for any.
/// </param>
/// <param name="ResourceType">Type of the one resource it covers; null for any.</param>
/// <param name="ResourceName">Full name (<c>server/database</c>) of the one resource it covers; null for any.</param>
/// <param name="Category">Category.</param>
/// <param name="Owner">Who answers for it.</param>
/// <param name="Reason">Why.</param>
/// <param name="ExpiresOn">The instant from which it has no effect.</param>
/// <param name="Ticket">Where it was decided; null for none.</param>
/// <param name="Location">Where it is written.</param>
public sealed record Exemption(
    string? Id,
    ImmutableArray<string> Controls,
    ImmutableArray<string> Requirements,
    ImmutableArray<string> Definitions,
    ImmutableArray<string> ReferenceIds,
    string? Scope,
    string? ResourceType,
    string? ResourceName,
    ExemptionCategory Category,
    string Owner,
    string Reason,
    DateTimeOffset ExpiresOn,
    string? Ticket,
    SourceLocation Location)
{
    /// <summary>One line for <see cref="Evaluation.Verdict.Exemption"/>: category, owner, expiry, reason, ticket.</summary>
    public string Describe() =>
        $"{(Id is null ? "" : Id + ": ")}{Category}, {Owner}, until {IsoTime.Write(ExpiresOn)}: {Reason}{(Ticket is null ? "" : $" ({Ticket})")}";

    /// <summary>True when it covers the resource.</summary>
    public bool Covers(ArmResource resource)
    {
        ArgumentNullException.ThrowIfNull(resource);
        return (Scope is null || Contains(Scope, resource.Id))
            && (ResourceType is null || string.Equals(ResourceType, resource.Type, StringComparison.OrdinalIgnoreCase))
            && (ResourceName is null || string.Equals(ResourceName, resource.FullName, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>True for the id itself, for what lies below it, and for an id that a pattern matches.</summary>
    internal static bool Contains(string scope, string id)
    {
        if (scope.EndsWith('*'))
            return id.StartsWith(scope[..^1], StringComparison.OrdinalIgnoreCase);
        var folder = scope.TrimEnd('/');
        return id.StartsWith(folder, StringComparison.OrdinalIgnoreCase) && (id.Length == folder.Length || id[folder.Length] == '/');
    }
}
