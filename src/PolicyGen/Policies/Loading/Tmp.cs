using System.Collections.Immutable;
using PolicyGen.Diagnostics;
using PolicyGen.Evaluation;
namespace PolicyGen.Policies.Loading;
#pragma warning disable CS1591
public sealed record LoadedPolicies(PolicyLibrary Library, ImmutableArray<ExemptionResource> Exemptions);
public static class PolicyFolder { public static LoadedPolicies? Load(IReadOnlyList<string> paths, DiagnosticBag diagnostics, CancellationToken cancellationToken) => new(PolicyLibrary.Empty, []); }
