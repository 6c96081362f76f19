using Newtonsoft.Json.Linq;
using PolicyGen.Policies;
using PolicyGen.Resources;
using PolicyGen.Results;
using static PolicyGen.Results.AuditObservationKind;

namespace PolicyGen.Auditing.Judging;

/// <summary>
/// What is amiss with assignments and initiatives, so that "compliant" means less: one observation for each assignment and
/// kind, with numbers and a few names.
/// </summary>
internal sealed class AssignmentTruth
{
    // Azure evaluates everything about once a day: half a day more is late.
    private static readonly TimeSpan Stale = TimeSpan.FromHours(36);

    // What two well-kept clocks may differ by.
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(5);

    private readonly AuditedEstate _estate;
    private readonly ILookup<AssignedInitiative, (AuditSubscription Subscription, bool IsEvaluated)> _held;
    private readonly List<AuditObservation> _found = [];

    private AssignmentTruth(AuditedEstate estate)
    {
        _estate = estate;
        _held = estate.Subscriptions.Where(s => !estate.Coverage.IsHidden(s))
            .SelectMany(s => estate.Coverage.Holding(s).Select(h => (h.Assigned, Subscription: s, h.IsEvaluated)))
            .ToLookup(h => h.Assigned, h => (h.Subscription, h.IsEvaluated));
    }

    /// <summary>All observations.</summary>
    public static IEnumerable<AuditObservation> Of(AuditedEstate estate)
    {
        var truth = new AssignmentTruth(estate);
        truth.LookAtSubscriptions();
        foreach (var initiative in estate.Initiatives)
            truth.LookAtCoverage(initiative);
        foreach (var assigned in estate.Assigned.Where(a => a.Initiative is not null))
        {
            truth.LookAt(assigned);
            truth.LookAtStates(assigned);
        }

        truth._found.AddRange(VersionTruth.Of(estate));
        truth.LookAtClock();
        return truth._found;
    }

    /// <summary>Version of an initiative: the property, else that in metadata.</summary>
    public static string? VersionOf(PolicySetDefinition? initiative) => initiative?.Version?.Value ?? initiative?.MetadataText("version")?.Value;

    private void LookAtSubscriptions()
    {
        var unreadable = _estate.Subscriptions.Where(s => !s.IsReadable).ToList();
        if (unreadable.Count > 0)
            Add(SubscriptionUnreadable, unreadable[0].ResourceId, null, $"{Words.Count(unreadable.Count, "subscription")} cannot be read: {Words.Few(Names(unreadable))}.", $"読み取れないサブスクリプションが {unreadable.Count} 件ある: {Words.FewJa(Names(unreadable))}。");
        var disabled = _estate.Subscriptions.Where(s => s.IsReadable && s.State.Length > 0 && !string.Equals(s.State, "Enabled", StringComparison.OrdinalIgnoreCase)).ToList();
        if (disabled.Count > 0)
            Add(SubscriptionUnreadable, disabled[0].ResourceId, null, $"{Words.Count(disabled.Count, "subscription")} not enabled, so that states may be out of date: {Words.Few(Names(disabled))}.", $"有効でないサブスクリプションが {disabled.Count} 件あり、状態が古い可能性がある: {Words.FewJa(Names(disabled))}。");
    }

    private void LookAtCoverage(AuditedInitiative initiative)
    {
        var bare = _estate.Subscriptions.Where(s => !_estate.Coverage.IsHidden(s) && !_estate.Coverage.Holding(s).Any(h => h.Assigned.Initiative == initiative)).ToList();
        if (bare.Count > 0)
            Add(AssignmentMissing, bare[0].ResourceId, initiative.Label, $"{initiative.Label} is not assigned to {Words.Count(bare.Count, "subscription")}: {Words.Few(Names(bare))}.", $"{initiative.Label} が割り当てられていないサブスクリプションが {bare.Count} 件ある: {Words.FewJa(Names(bare))}。");
    }

    private void LookAt(AssignedInitiative assigned)
    {
        var label = assigned.Initiative!.Label;
        var excluded = assigned.NotScopes.Where(n => _estate.Subscriptions.Any(s => AssignedInitiative.IsAbove(n, s) || AssignedInitiative.IsBelow(n, s))).ToList();
        if (excluded.Count > 0)
            Add(AssignmentPartial, assigned.Id, label, $"The assignment leaves out {Words.Count(excluded.Count, "scope")} of the run: {Words.Few(excluded)}. What is there is not judged.", $"割り当てが対象範囲のうち {excluded.Count} 件を除外している: {Words.FewJa(excluded)}。そこは評価されない。");
        if (assigned.SelectsResources)
            Add(AssignmentPartial, assigned.Id, label, "The assignment selects resources (resourceSelectors); the others are not judged.", "割り当てがリソースを選別している (resourceSelectors)。それ以外は評価されない。");
        if (ArmResourceId.Parse(assigned.Scope).SubscriptionId is { } id && _estate.SubscriptionOf(id) is { } part && AssignedInitiative.IsBelow(assigned.Scope, part))
            Add(AssignmentPartial, assigned.Id, label, $"The assignment holds for {assigned.Scope} only, not for the whole subscription.", $"割り当ての範囲は {assigned.Scope} に限られ、サブスクリプション全体ではない。");
        if (assigned.Assignment.EnforcementMode is { } mode && !mode.Is("Default"))
            Add(NotEnforced, assigned.Id, label, $"enforcementMode is {mode.Value}: violations are reported, and nothing is refused.", $"enforcementMode が {mode.Value} のため、違反は報告されるが拒否されない。");
        if (assigned.Extents.Disabled.Count > 0)
            Add(EffectDisabled, assigned.Id, label, $"{Words.Count(assigned.Extents.Disabled.Count, "reference")} switched off (effect Disabled), so that nothing is evaluated: {Words.Few(assigned.Extents.Disabled)}.", $"効果が Disabled のため評価されない参照が {assigned.Extents.Disabled.Count} 件ある: {Words.FewJa(assigned.Extents.Disabled)}。");
        if (assigned.Extents.PartlyDisabled.Count > 0)
            Add(EffectDisabled, assigned.Id, label, $"{Words.Count(assigned.Extents.PartlyDisabled.Count, "reference")} switched off for some resources: {Words.Few(assigned.Extents.PartlyDisabled)}.", $"一部のリソースについて無効な参照が {assigned.Extents.PartlyDisabled.Count} 件ある: {Words.FewJa(assigned.Extents.PartlyDisabled)}。");
        if (assigned.Extents.Overridden.Count > 0)
            Add(EffectOverridden, assigned.Id, label, $"{Words.Count(assigned.Extents.Overridden.Count, "effect")} overridden: {Words.Few(assigned.Extents.Overridden)}.", $"効果を上書きした参照が {assigned.Extents.Overridden.Count} 件ある: {Words.FewJa(assigned.Extents.Overridden)}。");
        if (assigned.Initiative.Rendered is { } rendered)
            LookAtParameters(assigned, rendered, label);
    }

    private void LookAtParameters(AssignedInitiative assigned, PolicySetDefinition rendered, string label)
    {
        var changed = assigned.Assignment.Parameters
            .Where(p => rendered.Parameters.FirstOrDefault(r => string.Equals(r.Name, p.Name, StringComparison.OrdinalIgnoreCase)) is not { } expected || !JToken.DeepEquals(p.Value, expected.DefaultValue))
            .Select(p => p.Name).Order(StringComparer.Ordinal).ToList();
        if (changed.Count > 0)
            Add(ParameterChanged, assigned.Id, label, $"{Words.Count(changed.Count, "parameter")} with another value than the repository's default: {Words.Few(changed)}.", $"リポジトリの既定値と異なるパラメーターが {changed.Count} 件ある: {Words.FewJa(changed)}。");
    }

    private void LookAtStates(AssignedInitiative assigned)
    {
        var newest = _estate.NewestBy(assigned);
        List<AuditSubscription> silent = [], stale = [];
        foreach (var (subscription, isEvaluated) in _held[assigned])
        {
            if (!isEvaluated)
                silent.Add(subscription);
            else if (newest.GetValueOrDefault(subscription.Id) is { } time && _estate.Criteria.Now - time > Stale)
                stale.Add(subscription);
        }

        var label = assigned.Initiative!.Label;
        if (silent.Count > 0)
            Add(NotEvaluated, assigned.Id, label, $"No state yet in {Words.Count(silent.Count, "subscription")}: {Words.Few(Names(silent))}. A new assignment takes half an hour, or a day.", $"{silent.Count} 件のサブスクリプションでまだ評価されていない: {Words.FewJa(Names(silent))}。新しい割り当ての評価には 30 分から 1 日かかる。");
        if (stale.Count > 0)
            Add(StaleState, assigned.Id, label, $"The newest state is older than 36 hours in {Words.Count(stale.Count, "subscription")}: {Words.Few(Names(stale))}.", $"最新の状態が 36 時間より古いサブスクリプションが {stale.Count} 件ある: {Words.FewJa(Names(stale))}。");
    }

    private void LookAtClock()
    {
        var newest = _estate.Reading.BySubscription.Select(s => s.Newest).Concat(_estate.Reading.ByReference.Select(s => s.Newest)).Max();
        if (newest is { } time && time - _estate.Criteria.Now > Skew)
            Add(ClockDiffers, "/", null, $"A state was evaluated at {Words.Time(time)}, later than the time of this run, {Words.Time(_estate.Criteria.Now)}: a clock is wrong, and with it ages and expiry.", $"実行時刻 {Words.Time(_estate.Criteria.Now)} より後の {Words.Time(time)} に評価された状態がある。時計がずれており、経過時間と有効期限の判定も信頼できない。");
    }

    private void Add(AuditObservationKind kind, string scope, string? subject, string message, string messageJa) => _found.Add(new AuditObservation(kind, scope, subject, message, messageJa));

    private static List<string> Names(List<AuditSubscription> subscriptions) => [.. subscriptions.Select(s => s.Name.Length > 0 ? s.Name : s.Id)];
}
