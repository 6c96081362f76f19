using System.Collections.Immutable;
using PolicyGen.Evaluation;

namespace PolicyGen.Policies.Loading;

/// <summary>What <c>--policies</c> brought.</summary>
/// <param name="Library">Definitions, initiatives and assignments, by ordinal order of their files; no name twice.</param>
/// <param name="Exemptions">Exemptions, in the same order.</param>
public sealed record LoadedPolicies(PolicyLibrary Library, ImmutableArray<ExemptionResource> Exemptions);
