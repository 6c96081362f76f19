using System.Collections.Concurrent;
using System.Collections.Immutable;
using PolicyGen.Arm;

namespace PolicyGen.Auditing.Reading;

/// <summary>Reads attestations, which Resource Graph does not have: a list for each subscription.</summary>
internal sealed class AttestationReader(IArmTransport transport, ReadingPlan plan, ReadingLog log)
{
    private const string Step = "attestations";

    /// <summary>Attestations under assignments.</summary>
    public async Task<ImmutableArray<LiveAttestation>> ReadAsync(IReadOnlyCollection<string> assignments, CancellationToken cancellationToken)
    {
        var wanted = assignments.ToHashSet(StringComparer.OrdinalIgnoreCase);
        var found = new ConcurrentDictionary<string, LiveAttestation>(StringComparer.OrdinalIgnoreCase);
        var done = 0;
        await Task.WhenAll(plan.Readable.Select(async s =>
        {
            await log.TryAsync(AuditPart.Attestations, Step, s.ResourceId, PolicyObjects.AttestationAction, async () =>
            {
                var request = new ArmRequest(HttpMethod.Get, s.ResourceId + "/providers/Microsoft.PolicyInsights/attestations?api-version=2024-10-01", null, PolicyObjects.AttestationAction, s.ResourceId);
                await foreach (var attestation in ArmPages.ReadAllAsync(transport, request, PolicyObjects.Attestation, cancellationToken))
                {
                    if (wanted.Contains(attestation.Assignment))
                        found.TryAdd(attestation.Id, attestation);
                }
            }, cancellationToken);
            log.Report(Step, s.Name, Interlocked.Increment(ref done), plan.Readable.Length);
        }));
        return [.. found.Values.OrderBy(a => a.Id, StringComparer.Ordinal)];
    }
}
