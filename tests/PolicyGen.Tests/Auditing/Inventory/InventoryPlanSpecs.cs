using NUnit.Framework;
using PolicyGen.Auditing.Inventory;
using PolicyGen.Azure;
using PolicyGen.Catalogue;
using PolicyGen.Checking;
using PolicyGen.Diagnostics;
using PolicyGen.Evaluation;
using PolicyGen.Policies;
using PolicyGen.Tests.Support;

namespace PolicyGen.Tests.Auditing.Inventory;

/// <summary>What an inventory reads for the guidelines.</summary>
public class InventoryPlanSpecs
{
    private static readonly PolicyPlan Policies = MakePolicies();
    private static readonly InventoryPlan Plan = InventoryPlan.Of(Policies, InventoryTypes.Load());

    [Test]
    public void Every_type_of_the_library_has_a_way_to_be_read() => Assert.That(Plan.Unread, Is.EquivalentTo(new[]
    {
        "Microsoft.Authorization/roleAssignmentScheduleRequests", "Microsoft.Authorization/roleEligibilityScheduleRequests",
    }));

    [Test]
    public void What_no_table_lists_and_is_no_child_is_listed_by_subscription() => Assert.That(Plan.Lists, Is.EquivalentTo(new[]
    {
        "Microsoft.Authorization/locks", "Microsoft.Resources/links", "Microsoft.Security/securityContacts", "Microsoft.Security/settings",
    }));

    [Test]
    public void Of_assessments_only_those_are_read_that_policies_look_for()
    {
        var assessments = Plan.Tables.Single(t => t.Types.Contains("Microsoft.Security/assessments"));
        Assert.Multiple(() =>
        {
            Assert.That(assessments.Table, Is.EqualTo("securityresources"));
            Assert.That(assessments.Names!.Value, Does.Contain("06e3a6db-6c0c-4ad9-943f-31d9d73ecf6c"), "named by a rule");
            Assert.That(assessments.Names!.Value, Does.Contain("6240402e-f77c-46fa-9060-a7ce53997754"), "behind a built-in definition");
            Assert.That(Plan.Tables.Where(t => t.Table == "securityresources").SelectMany(t => t.Types), Does.Contain("Microsoft.Security/pricings"));
        });
    }

    [Test]
    public void What_a_child_lies_in_is_read_before_it()
    {
        var read = new HashSet<string>(Plan.Tables.SelectMany(t => t.Types).Concat(Plan.Lists), StringComparer.OrdinalIgnoreCase);
        foreach (var level in Plan.Children)
        {
            Assert.That(level.SelectMany(c => c.Parents).Where(p => !read.Contains(p)), Is.Empty, $"level {level.Key}");
            read.UnionWith(level.Select(c => c.Type));
        }

        Assert.That(read, Does.Contain("Microsoft.Storage/storageAccounts/blobServices/containers/immutabilityPolicies"));
    }

    [Test]
    public void Everything_that_a_policy_looks_for_is_read()
    {
        var read = Plan.Tables.SelectMany(t => t.Types).Concat(Plan.Lists).Concat(Plan.Children.SelectMany(g => g).Select(c => c.Type)).Append(InventoryPlan.ProtectedItems).ToHashSet(StringComparer.OrdinalIgnoreCase);
        Assert.That(Policies.RelatedTypes.Where(t => !read.Contains(t)), Is.Empty);
    }

    [TestCase("Microsoft.Insights/diagnosticSettings", "Microsoft.KeyVault/vaults", TestName = "Diagnostic settings are read of what needs them")]
    [TestCase("Microsoft.Insights/diagnosticSettings", "Microsoft.Resources/subscriptions", TestName = "The activity log is that of the subscription")]
    [TestCase("Microsoft.SecurityInsights/onboardingStates", "Microsoft.OperationalInsights/workspaces", TestName = "Sentinel extends workspaces")]
    public void Extensions_are_read_at_what_policies_judge(string type, string parent) =>
        Assert.That(Plan.Children.SelectMany(g => g).Single(c => c.Type.Equals(type, StringComparison.OrdinalIgnoreCase)).Parents, Does.Contain(parent).IgnoreCase);

    [Test]
    public void A_denyAction_needs_nothing_of_what_exists()
    {
        var plan = InventoryPlan.Of(Policies.Where(p => p.Control == "monitor-diagnostic-settings-deny-delete"), InventoryTypes.Load());
        Assert.Multiple(() =>
        {
            Assert.That(plan.Tables.Select(t => t.Table), Is.EqualTo(new[] { "resourcecontainers" }));
            Assert.That(plan.Children, Is.Empty);
            Assert.That(plan.Unread, Is.Empty);
        });
    }

    private static PolicyPlan MakePolicies()
    {
        var diagnostics = new DiagnosticBag();
        var files = new LibraryFiles(Repository.Root);
        var library = new LibraryLoader(files, diagnostics, validateSchemas: false).Load([])!;
        return GuidelinePolicies.Load(files, library.Controls, GuidelineNames.All, diagnostics)!.Plan(AliasTable.Load(), PolicyLibrary.Empty);
    }
}
