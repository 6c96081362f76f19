using System.Globalization;
using Newtonsoft.Json.Linq;
using PolicyGen.ArmEmulator.Http;

namespace PolicyGen.ArmEmulator.Estates;

/// <summary>
/// 300 subscriptions in 40 management groups, our initiatives assigned above them all. States are not kept: each follows from its
/// number, the same in every run.
/// </summary>
internal static class LargeEstate
{
    private const int Subscriptions = 300;
    private const int ManagementGroups = 40;
    private const string Root = "contoso";
    private const string Scope = ManagementGroup.IdPrefix + Root;

    private static readonly string[] Guidelines = ["mhlw", "mic", "meti"];

    /// <param name="library">Our initiatives.</param>
    /// <param name="now">The time that states count back from.</param>
    /// <param name="states">How many states there are.</param>
    /// <param name="violations">How many of them are NonCompliant.</param>
    public static Estate Make(RenderedLibrary library, DateTimeOffset now, int states, int violations)
    {
        var initiatives = Guidelines.Select(g => library.Initiative(g, Scope)).ToArray();
        JObject[] definitions = [.. initiatives.SelectMany(i => library.DefinitionsOf(i, Scope)).DistinctBy(d => d.Text("id"))];
        var assignments = Guidelines.Zip(initiatives, (g, i) => Assignment(g, i, now)).ToArray();
        var rules = new PolicyRules(definitions, initiatives, library);
        var subscriptions = Enumerable.Range(0, Subscriptions).Select(SubscriptionAt).ToArray();
        var source = new LargeStates(subscriptions, [.. assignments.SelectMany(rules.Of).Where(r => r.Effect != "disabled")], library, now, states, violations);
        return new Estate
        {
            TenantId = "0f0e7d3a-6c15-4b82-9a4e-51d2c8b7f601",
            ManagementGroups = [.. Enumerable.Range(0, ManagementGroups).Select(GroupAt)],
            Subscriptions = subscriptions,
            States = source,
            Definitions = definitions,
            Initiatives = initiatives,
            Assignments = assignments,
            Pricings = [.. subscriptions.Select(Pricing)],
            Assessments = [.. subscriptions.Select(s => Assessment(s, now))],
        };
    }

    // A tree in which every group has up to three below it.
    private static ManagementGroup GroupAt(int index) => index == 0
        ? new ManagementGroup(Root, "Contoso", null, true)
        : new ManagementGroup(GroupName(index), $"Contoso {GroupName(index)}", GroupName((index - 1) / 3), true);

    private static string GroupName(int index) => index == 0 ? Root : string.Create(CultureInfo.InvariantCulture, $"contoso-{index:D2}");

    // The root holds no subscriptions.
    private static Subscription SubscriptionAt(int index) => new(
        string.Create(CultureInfo.InvariantCulture, $"5ca1ab1e-0000-4000-8000-{index:x12}"),
        string.Create(CultureInfo.InvariantCulture, $"contoso-sub-{index:D3}"),
        "Enabled",
        GroupName(1 + (index % (ManagementGroups - 1))),
        true,
        null);

    private static JObject Assignment(string guideline, JObject initiative, DateTimeOffset now) => new()
    {
        ["id"] = $"{Scope}/providers/Microsoft.Authorization/policyAssignments/policygen-{guideline}",
        ["type"] = "Microsoft.Authorization/policyAssignments",
        ["name"] = "policygen-" + guideline,
        ["location"] = "japaneast",
        ["properties"] = new JObject
        {
            ["displayName"] = initiative.Text("properties.displayName"),
            ["policyDefinitionId"] = initiative.Text("id"),
            ["scope"] = Scope,
            ["notScopes"] = new JArray(),
            ["enforcementMode"] = "Default",
            ["parameters"] = new JObject(),
            ["metadata"] = new JObject { ["createdOn"] = RelativeTimes.Text(now.AddDays(-100)) },
        },
    };

    private static JObject Pricing(Subscription subscription) => new()
    {
        ["id"] = subscription.ResourceId + "/providers/Microsoft.Security/pricings/VirtualMachines",
        ["name"] = "VirtualMachines",
        ["type"] = "Microsoft.Security/pricings",
        ["properties"] = new JObject { ["pricingTier"] = "Standard", ["subPlan"] = "P2" },
    };

    private static JObject Assessment(Subscription subscription, DateTimeOffset now)
    {
        const string key = "6240402e-f77c-46fa-9060-a7ce53997754";
        var isUnhealthy = Fnv.PerTenThousand(subscription.Id, key) < 500;
        return new JObject
        {
            ["id"] = $"{subscription.ResourceId}/providers/Microsoft.Security/assessments/{key}",
            ["name"] = key,
            ["type"] = "Microsoft.Security/assessments",
            ["properties"] = new JObject
            {
                ["displayName"] = "Accounts with owner permissions on Azure resources should be MFA enabled",
                ["resourceDetails"] = new JObject { ["source"] = "Azure", ["id"] = subscription.ResourceId },
                ["status"] = new JObject { ["code"] = isUnhealthy ? "Unhealthy" : "Healthy", ["statusChangeDate"] = RelativeTimes.Text(now.AddDays(-4)) },
            },
        };
    }
}
