using NUnit.Framework;
using PolicyGen.Evaluation;
using PolicyGen.Resources;

namespace PolicyGen.Tests.Auditing.Inventory;

/// <summary>When what an inventory does not show is not there.</summary>
public class InventoryReadsSpecs
{
    private const string Type = "Microsoft.Storage/storageAccounts/blobServices";
    private const string Subscription = "/subscriptions/00000000-0000-0000-0000-000000000001";
    private const string Group = Subscription + "/resourceGroups/rg";
    private const string Account = Group + "/providers/Microsoft.Storage/storageAccounts/a";

    [TestCase(null, null, Account, false, true, TestName = "Read everywhere")]
    [TestCase(null, Account, Account, true, false, TestName = "Not read of the resource itself")]
    [TestCase(null, Account, Account + "b", true, true, TestName = "Not read of another whose name begins so")]
    [TestCase(null, Account, Subscription, true, false, TestName = "Not read of something below")]
    [TestCase(null, Account, Subscription, false, true, TestName = "What lies below does not matter to an extension of the subscription")]
    [TestCase(null, Subscription, Account, true, true, TestName = "Extensions of the subscription do not matter to those of a resource")]
    [TestCase(Subscription, null, Account, true, false, TestName = "Not read in the subscription")]
    [TestCase(Subscription, null, "/SUBSCRIPTIONS/00000000-0000-0000-0000-000000000001/resourceGroups/RG/", true, false, TestName = "Ids are compared without case")]
    [TestCase("/subscriptions/00000000-0000-0000-0000-000000000002", null, Account, true, true, TestName = "Not read in another subscription")]
    [TestCase("/", null, Account, false, false, TestName = "Not read anywhere")]
    public void Absence_is_known(string? failed, string? parent, string root, bool deep, bool expected)
    {
        var reads = new InventoryReads();
        reads.Add(Type, null, failed is null ? [] : [failed], parent is null ? [] : [parent]);
        Assert.Multiple(() =>
        {
            Assert.That(reads.Cover(Type, null, root, deep), Is.EqualTo(expected));
            Assert.That(reads.IsWhole(Type), Is.EqualTo(failed is null && parent is null));
            Assert.That(reads.IsComplete, Is.EqualTo(failed is null && parent is null));
        });
    }

    [TestCase("one", true)]
    [TestCase("ONE", true)]
    [TestCase("two", false)]
    [TestCase(null, false)]
    public void Of_a_type_of_which_only_some_names_were_read_only_those_are_known(string? name, bool expected)
    {
        var reads = new InventoryReads();
        reads.Add(Type, ["one"], [], []);
        Assert.That(reads.Cover(Type, name, Account, deep: true), Is.EqualTo(expected));
        Assert.That(reads.IsWhole(Type), Is.False);
    }

    [Test]
    public void Of_a_type_that_was_not_read_nothing_is_known() => Assert.That(new InventoryReads().Cover(Type, null, Account, deep: true), Is.False);

    [Test]
    public void Of_two_inventories_the_weaker_counts()
    {
        var reads = new InventoryReads();
        reads.Add(Type, null, [], []);
        reads.Add(Type, null, [Subscription], []);
        reads.Add(Type, null, [], []);
        Assert.That(reads.Cover(Type, null, Account, deep: true), Is.False);
    }

    [Test]
    public void The_element_of_an_export_tells_the_same()
    {
        var reads = new InventoryReads();
        var element = InventoryReads.Element(Type, ["one"], [], [Account]);
        reads.Add(new ArmResource { Id = (string)element["id"]!, Type = InventoryReads.ElementType, FullName = (string)element["name"]!, Content = element, Origin = ResourceOrigin.Existing });
        Assert.Multiple(() =>
        {
            Assert.That(reads.Types, Is.EqualTo(new[] { Type }));
            Assert.That(reads.Cover(Type, "one", Account, deep: true), Is.False);
            Assert.That(reads.Cover(Type, "one", Account + "b", deep: true), Is.True);
            Assert.That(reads.Cover(Type, "two", Account + "b", deep: true), Is.False);
        });
    }
}
