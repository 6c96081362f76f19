using NUnit.Framework;
using PolicyGen.Azure;

namespace PolicyGen.Tests.Azure;

public class BuiltInRolesSpecs
{
    private static readonly BuiltInRoles Roles = BuiltInRoles.Load();

    [TestCase("Contributor", "Microsoft.Storage/storageAccounts/write", true)]
    [TestCase("Contributor", "Microsoft.Authorization/roleAssignments/write", false)]
    [TestCase("Owner", "Microsoft.Authorization/roleAssignments/write", true)]
    [TestCase("Reader", "Microsoft.Storage/storageAccounts/read", true)]
    [TestCase("Reader", "Microsoft.Storage/storageAccounts/write", false)]
    [TestCase("Log Analytics Contributor", "microsoft.insights/DIAGNOSTICSETTINGS/write", true)]
    [TestCase("Log Analytics Contributor", "Microsoft.Insights/dataCollectionRuleAssociations/write", false)]
    [TestCase("Monitoring Contributor", "Microsoft.Insights/dataCollectionRuleAssociations/write", true)]
    [TestCase("Key Vault Contributor", "Microsoft.KeyVault/vaults/write", true)]
    [TestCase("Key Vault Contributor", "Microsoft.KeyVault/managedHsms/write", false)]
    [TestCase("SQL Server Contributor", "Microsoft.Sql/servers/databases/write", true)]
    [TestCase("SQL Server Contributor", "Microsoft.Sql/servers/auditingSettings/write", false)]
    [TestCase("Network Contributor", "Microsoft.NetworkX/y/write", false)]
    public void A_role_allows_its_actions_without_its_not_actions(string role, string action, bool allowed) =>
        Assert.That(Roles.All().Single(r => r.Name == role).Allows(action), Is.EqualTo(allowed));

    [Test]
    public void A_role_is_found_by_guid_and_by_resource_id() =>
        Assert.That(
            Roles.Find("/providers/Microsoft.Authorization/roleDefinitions/B24988AC-6180-42A0-AB88-20F7382DD24C"),
            Is.SameAs(Roles.Find("b24988ac-6180-42a0-ab88-20f7382dd24c")).And.Property("Name").EqualTo("Contributor"));

    [Test]
    public void A_role_that_the_table_lacks_is_not_found() =>
        Assert.That(Roles.Find("00000000-0000-0000-0000-000000000000"), Is.Null);

    [Test]
    public void Every_role_has_a_guid_a_name_and_actions() =>
        Assert.That(Roles.All().Where(r => !Guid.TryParse(r.Id, out _) || r.Name.Length == 0 || r.Actions.IsEmpty), Is.Empty);
}
