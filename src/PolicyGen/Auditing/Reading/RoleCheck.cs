using System.Collections.Immutable;
using System.IO.Enumeration;
using Newtonsoft.Json.Linq;
using PolicyGen.Arm;
using PolicyGen.Policies;

namespace PolicyGen.Auditing.Reading;

/// <summary>
/// Where nothing is assigned or evaluated, so it seems, asks whether the caller could see it at all: Resource Graph leaves out what a
/// role does not allow without a word. What a role lacks is a failure that names action and subscription
/// (Azure/azure-rest-api-specs, authorization: permissions, 2022-04-01).
/// </summary>
internal sealed class RoleCheck(IArmTransport transport, ReadingPlan plan, ReadingLog log)
{
    private const string Action = "Microsoft.Authorization/permissions/read";
    private const string StateAction = "Microsoft.PolicyInsights/policyStates/queryResults/read";
    private const string Step = "role check";

    // One role at a management group is the same for all below: more tell nothing new.
    private const int MostChecks = 200;

    public async Task RunAsync(ImmutableArray<PolicyAssignment> assignments, ImmutableArray<SubscriptionCount> states, CancellationToken cancellationToken)
    {
        var evaluated = states.Where(s => s.States > 0).Select(s => s.Subscription).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var silent = plan.Readable.Where(s => !evaluated.Contains(s.Id)).ToList();
        var done = 0;
        await Task.WhenAll(silent.Take(MostChecks).Select(async s =>
        {
            var isAssigned = assignments.Any(a => PolicyObjects.IsInherited(a, s.ResourceId, plan.Estate));
            await CheckAsync(s, isAssigned, cancellationToken);
            log.Report(Step, s.Name, Interlocked.Increment(ref done), silent.Count);
        }));
        if (silent.Count > MostChecks)
            log.Note($"{silent.Count - MostChecks} more subscriptions without a state were not checked for what the role of the caller allows there.");
    }

    private async Task CheckAsync(AuditSubscription subscription, bool isAssigned, CancellationToken cancellationToken)
    {
        var permissions = new List<Permission>();
        var request = new ArmRequest(HttpMethod.Get, subscription.ResourceId + "/providers/Microsoft.Authorization/permissions?api-version=2022-04-01", null, Action, subscription.ResourceId);
        var failure = await Attempt.RunAsync(async () =>
        {
            await foreach (var permission in ArmPages.ReadAllAsync(transport, request, Permission.Of, cancellationToken))
                permissions.Add(permission);
        }, Action, subscription.ResourceId, cancellationToken);
        if (failure is not null)
        {
            log.Note($"{subscription.ResourceId} has no state, and whether the caller could see one is not known ({Action}: {failure.Message})");
            return;
        }

        if (!isAssigned)
            Demand(AuditPart.Assignments, PolicyObjects.AssignmentAction);
        Demand(AuditPart.States, StateAction);

        void Demand(AuditPart part, string action)
        {
            if (!permissions.Exists(p => p.Allows(action)))
            {
                log.Fail(part, Step, subscription.ResourceId, new ArmFailure(ArmFailureKind.Forbidden, 0, "",
                    "No role of the caller allows the action at this scope, so that Azure leaves out what there is.", action, subscription.ResourceId, 1, null));
            }
        }
    }

    private sealed record Permission(ImmutableArray<string> Actions, ImmutableArray<string> NotActions)
    {
        public static Permission Of(JObject row) => new(row.Texts("actions"), row.Texts("notActions"));

        public bool Allows(string action) => Actions.Any(a => Covers(a, action)) && !NotActions.Any(a => Covers(a, action));

        private static bool Covers(string pattern, string action) => FileSystemName.MatchesSimpleExpression(pattern, action);
    }
}
