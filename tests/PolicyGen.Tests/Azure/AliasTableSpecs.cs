using NUnit.Framework;
using PolicyGen.Azure;

namespace PolicyGen.Tests.Azure;

public class AliasTableSpecs
{
    private static readonly AliasTable Table = AliasTable.Load();

    [TestCase("Microsoft.Storage/storageAccounts/networkAcls.defaultAction", "properties.networkAcls.defaultAction")]
    [TestCase("microsoft.storage/STORAGEACCOUNTS/networkacls.DEFAULTACTION", "properties.networkAcls.defaultAction")]
    [TestCase("Microsoft.ApiManagement/service/sku.name", "sku.name")]
    [TestCase("Microsoft.Network/applicationGateways/httpListeners[*].customErrorConfigurations", "properties.httpListeners[*].properties.customErrorConfigurations")]
    public void An_alias_has_its_default_path_whatever_its_letter_case(string name, string path)
    {
        Assert.That(Table.TryGet(name, out var alias), Is.True);
        Assert.That(alias.Path, Is.EqualTo(path));
    }

    [TestCase("Microsoft.Storage/storageAccounts/noSuchProperty")]
    [TestCase("Microsoft.NoSuch/type/property")]
    [TestCase("type")]
    [TestCase("")]
    public void What_Azure_does_not_know_is_not_found(string name) =>
        Assert.That(Table.TryGet(name, out _), Is.False);

    [Test]
    public void The_type_of_an_alias_is_known() =>
        Assert.That(Table.TypeOf("Microsoft.Sql/servers/auditingSettings/retentionDays"), Is.EqualTo("Microsoft.Sql/servers/auditingSettings"));

    [Test]
    public void A_table_of_the_user_adds_aliases()
    {
        var table = AliasTable.FromText("#A.B/c\nx\ny\tsku.y\nz\t?\n");
        table.Add(new StringReader("# mine\nA.B/c/w\tproperties.deep.w\n"));
        Assert.Multiple(() =>
        {
            Assert.That(table.TryGet("a.b/C/w", out var added) ? added.Path : "", Is.EqualTo("properties.deep.w"));
            Assert.That(table.TryGet("A.B/c/x", out var x) ? x.Path : "", Is.EqualTo("properties.x"));
            Assert.That(table.TryGet("A.B/c/y", out var y) ? y.Path : "", Is.EqualTo("sku.y"));
            Assert.That(table.TryGet("A.B/c/z", out var z) && z.Path is null, Is.True);
            Assert.That(table.OfType("A.B/c"), Has.Count.EqualTo(3));
        });
    }
}
