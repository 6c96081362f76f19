using System.Collections.Immutable;
using PolicyGen.Evaluation;
using PolicyGen.Results;

namespace PolicyGen.Auditing.Judging;

/// <summary>Judges controls: numbers of resources, gaps, and what Defender for Cloud says where Policy has no state.</summary>
internal sealed class ControlJudge(AuditedEstate estate, RowTally rows, SecurityEvidence security)
{
    private const string SubscriptionType = "Microsoft.Resources/subscriptions";

    private readonly Dictionary<string, Dictionary<ComplianceState, long>> _counts = Counts(estate);
    private readonly Dictionary<string, SecurityControl> _security = SecurityControls.Of(estate.Criteria.Library).ToDictionary(s => s.Control.Id, StringComparer.OrdinalIgnoreCase);
    private ILookup<string, string>? _violatedIn;
    private readonly Dictionary<(int Count, string First, string Last), List<ImmutableArray<string>>> _missing = [];

    /// <summary>Findings that rest on Defender for Cloud.</summary>
    public List<Finding> Findings { get; } = [];

    /// <summary>Where policy and Defender for Cloud disagree: control, and subscriptions.</summary>
    public List<(string Control, ImmutableArray<string> Subscriptions)> Contradictions { get; } = [];

    /// <summary>Subscriptions of which something is not judged.</summary>
    public HashSet<string> Incomplete { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Judges a control.</summary>
    public (ControlResult Result, AuditedControl More) Judge(string id)
    {
        var totals = estate.ByControl.GetValueOrDefault(id);
        var hasStates = totals is { Total: > 0 };
        var evidence = new SortedSet<string>(StringComparer.Ordinal);
        if (hasStates)
            evidence.Add("policyStates");
        long compliant = 0, violated = 0;
        var contradicted = new List<string>();
        var source = _security.GetValueOrDefault(id);
        var isSilent = !hasStates && MustHaveStates(id);
        // Most controls have one source only, and there may be ten thousand subscriptions.
        var missing = source is not null ? [] : isSilent ? [.. estate.Subscriptions.Select(s => s.Id)] : estate.Coverage.GapsOf(id);
        foreach (var subscription in source is null ? [] : estate.Subscriptions)
        {
            var isGap = isSilent || estate.Coverage.IsGap(id, subscription);
            var answer = security.Of(source!, subscription);
            if (answer.State is null)
            {
                if (isGap)
                    missing.Add(subscription.Id);
                continue;
            }

            if (hasStates && !isGap)
            {
                // The state of Policy stands.
                if ((answer.State == ComplianceState.NonCompliant) != (_violatedIn ??= ViolatedIn(estate, _security))[id].Contains(subscription.Id, StringComparer.OrdinalIgnoreCase))
                    contradicted.Add(subscription.Id);
                continue;
            }

            // A state that could not be read may be worse than what Defender for Cloud says.
            if (estate.Coverage.IsHidden(subscription))
            {
                missing.Add(subscription.Id);
                if (answer.State == ComplianceState.Compliant)
                    continue;
            }

            evidence.Add(source!.Evidence);
            compliant += answer.Healthy;
            violated += answer.Unhealthy - Add(source, subscription);
        }

        if (contradicted.Count > 0)
            Contradictions.Add((id, [.. contradicted]));
        Incomplete.UnionWith(missing);
        // A failure that concerns no subscription that is known may hide some.
        var result = Result(id, compliant, violated, isOpen: missing.Count > 0 || estate.Subscriptions.IsEmpty || estate.Failures.IsEverywhere);
        return (result, new AuditedControl(id, totals?.States ?? StateTotals.None, totals?.Oldest, totals?.Newest, Shared(missing), [.. evidence]));
    }

    // Takes the findings of a subscription, and tells how many there are.
    private int Add(SecurityControl source, AuditSubscription subscription)
    {
        var number = 0;
        foreach (var finding in security.Findings(source, subscription))
        {
            number++;
            // Policy has said it already, where it judges a part of the subscription.
            if (rows.Has(finding.Control, finding.Resource.Id))
                continue;
            var judged = FileExemptions.Apply(estate.Criteria, finding);
            rows.Add(finding.Control, finding.Resource.Id, ComplianceState.NotApplicable, judged.State);
            if (estate.Criteria.Included.Contains(judged.State))
                Findings.Add(judged);
        }

        return number;
    }

    private ControlResult Result(string id, long compliant, long violated, bool isOpen)
    {
        var counts = _counts.GetValueOrDefault(id);
        var good = compliant + Number(counts, ComplianceState.Compliant);
        // Rows are exact; where there are fewer than Azure counts, some are missing, and what is missing is violated.
        long bad = rows.Of(id, ComplianceState.NonCompliant), error = rows.Of(id, ComplianceState.Error);
        var known = Number(counts, ComplianceState.NonCompliant) + Number(counts, ComplianceState.Error) - rows.MovedFrom(id, ComplianceState.NonCompliant) - rows.MovedFrom(id, ComplianceState.Error);
        bad += violated + Math.Max(0, known - bad - error);
        var unknown = Math.Max(rows.Of(id, ComplianceState.Unknown), Number(counts, ComplianceState.Unknown) - rows.MovedFrom(id, ComplianceState.Unknown));
        // A resource that is exempt in one assignment and compliant in another counts once: as the numbers by control have it.
        var exempted = rows.ExemptedFrom(id, ComplianceState.NotApplicable) + rows.ExemptedFrom(id, ComplianceState.NonCompliant) + rows.ExemptedFrom(id, ComplianceState.Error) + rows.ExemptedFrom(id, ComplianceState.Unknown);
        var exempt = counts is null ? rows.Of(id, ComplianceState.Exempt) : Number(counts, ComplianceState.Exempt) + exempted;
        (ComplianceState State, long Number)[] all =
        [
            (ComplianceState.Compliant, good), (ComplianceState.NonCompliant, bad), (ComplianceState.Error, error), (ComplianceState.Unknown, unknown), (ComplianceState.Exempt, exempt),
        ];
        var state = RollUp.Of(all.Where(s => s.Number > 0).Select(s => s.State));
        return new ControlResult(id, isOpen ? RollUp.WithoutData(state) : state, Int(good), Int(bad), Int(unknown), Int(exempt), 0, Int(error));
    }

    // A subscription always exists: a control about it that has no state was not evaluated. Requests for which multifactor
    // authentication is demanded are not evaluated in scans at all.
    private bool MustHaveStates(string id)
    {
        if (!estate.Criteria.Library.Controls.TryGetValue(id, out var control) || string.Equals(control.Effects.Default, "Disabled", StringComparison.OrdinalIgnoreCase))
            return false;
        return (control.ResourceTypes.Length > 0 && control.ResourceTypes.All(t => t == SubscriptionType)) || (control.ResourceTypes.Contains("*") && _security.ContainsKey(id));
    }

    // Of controls that Defender for Cloud answers for too: in which subscriptions Policy has a verdict that is not compliant.
    private static ILookup<string, string> ViolatedIn(AuditedEstate estate, Dictionary<string, SecurityControl> controls) => estate.Reading.Rows
        .Select(r => (Row: r, Control: estate.ControlOf(r.Reference, r.Definition)))
        .Where(r => r.Control is not null && controls.ContainsKey(r.Control) && AzureStates.Of(r.Row.State) != ComplianceState.Unknown)
        .Select(r => (r.Control, Subscription: Resources.ArmResourceId.Parse(r.Row.Resource).SubscriptionId ?? ""))
        .Distinct()
        .ToLookup(r => r.Control!, r => r.Subscription, StringComparer.OrdinalIgnoreCase);

    private ImmutableArray<string> Shared(List<string> missing)
    {
        if (missing.Count == 0)
            return [];
        // Hundreds of controls lack the same thousands of subscriptions.
        var key = (missing.Count, missing[0], missing[^1]);
        if (!_missing.TryGetValue(key, out var known))
            _missing[key] = known = [];
        foreach (var list in known)
        {
            if (list.AsSpan().SequenceEqual(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(missing)))
                return list;
        }

        known.Add([.. missing]);
        return known[^1];
    }

    private static Dictionary<string, Dictionary<ComplianceState, long>> Counts(AuditedEstate estate)
    {
        // A number may stand for several references of a foreign initiative, which are controls of their own.
        var controls = new Dictionary<string, HashSet<string>>(StringComparer.OrdinalIgnoreCase);
        foreach (var state in estate.Reading.ByReference)
        {
            if (estate.ControlOf(state.Reference, state.Definition) is { } control)
                Set(controls, AuditedInitiative.CountKey(state.Reference)).Add(control);
        }

        var counts = new Dictionary<string, Dictionary<ComplianceState, long>>(StringComparer.OrdinalIgnoreCase);
        foreach (var count in estate.Reading.ByControl)
        {
            if (controls.GetValueOrDefault(count.Control) is not { Count: > 1 } && (controls.GetValueOrDefault(count.Control)?.Single() ?? estate.ControlOf(count.Control, "")) is { } control)
                Add(counts, control, count.State, count.Resources);
        }

        // The others, among them manual policies of foreign initiatives, are counted by reference.
        var counted = counts.Keys.ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var state in estate.Reading.ByReference)
        {
            if (estate.ControlOf(state.Reference, state.Definition) is { } control && !counted.Contains(control))
                Add(counts, control, state.State, state.Resources);
        }

        return counts;
    }

    private static HashSet<string> Set(Dictionary<string, HashSet<string>> sets, string key) =>
        sets.TryGetValue(key, out var set) ? set : sets[key] = new HashSet<string>(StringComparer.OrdinalIgnoreCase);

    private static void Add(Dictionary<string, Dictionary<ComplianceState, long>> counts, string control, string state, long number)
    {
        if (!counts.TryGetValue(control, out var own))
            counts[control] = own = [];
        var ours = AzureStates.Of(state);
        own[ours] = own.GetValueOrDefault(ours) + number;
    }

    private static long Number(Dictionary<ComplianceState, long>? counts, ComplianceState state) => counts?.GetValueOrDefault(state) ?? 0;

    private static int Int(long number) => (int)Math.Clamp(number, 0, int.MaxValue);
}
