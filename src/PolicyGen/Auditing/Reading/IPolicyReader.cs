using System.Collections.Immutable;
using PolicyGen.Policies;

namespace PolicyGen.Auditing.Reading;

/// <summary>Reads what is assigned, and what is exempt from it.</summary>
internal interface IPolicyReader
{
    /// <summary>Assignments of the initiatives of the run, at its scopes, above and below.</summary>
    Task<ImmutableArray<PolicyAssignment>> AssignmentsAsync(CancellationToken cancellationToken);

    /// <summary>Initiatives by their ids; those that are not found are left out.</summary>
    Task<ImmutableArray<PolicySetDefinition>> InitiativesAsync(IReadOnlyCollection<string> ids, CancellationToken cancellationToken);

    /// <summary>Custom definitions by their ids; those that are not found are left out.</summary>
    Task<ImmutableArray<LiveDefinition>> DefinitionsAsync(IReadOnlyCollection<string> ids, CancellationToken cancellationToken);

    /// <summary>Exemptions from assignments.</summary>
    Task<ImmutableArray<LiveExemption>> ExemptionsAsync(IReadOnlyCollection<string> assignments, CancellationToken cancellationToken);
}
