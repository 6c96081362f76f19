using System.Collections.Immutable;

namespace PolicyGen.Auditing.Reading;

/// <summary>What a reading is about, once the subscriptions are known.</summary>
/// <param name="Options">What was asked.</param>
/// <param name="Initiatives">Which initiatives.</param>
/// <param name="Estate">Where.</param>
/// <param name="Graph">The same in queries of Resource Graph; together they cover every readable subscription once.</param>
internal sealed record ReadingPlan(AuditOptions Options, InitiativeSelection Initiatives, AuditEstate Estate, ImmutableArray<ResourceGraphScope> Graph)
{
    /// <summary>Subscriptions that can be read.</summary>
    public ImmutableArray<AuditSubscription> Readable { get; } = [.. Estate.Subscriptions.Where(s => s.IsReadable)];
}
