using NUnit.Framework;
using PolicyGen.Azure;

namespace PolicyGen.Tests.Azure;

public class BuiltInIndexSpecs
{
    private static readonly BuiltInIndex Index = BuiltInIndex.Load();

    [Test]
    public void Every_definition_is_found_by_guid_and_by_resource_id()
    {
        var all = Index.All().ToList();
        Assert.That(all, Has.Count.EqualTo(2754));
        Assert.Multiple(() =>
        {
            foreach (var definition in all)
            {
                Assert.That(Index.Find(definition.Id)?.Id, Is.EqualTo(definition.Id));
                Assert.That(Index.Find(definition.ResourceId.ToUpperInvariant())?.Id, Is.EqualTo(definition.Id));
            }
        });
    }

    [Test]
    public void A_reference_is_pinned_to_the_major_version() =>
        Assert.That(Index.Find("404c3081-a854-4457-ae30-26a93ef643f9")?.MajorVersion, Is.EqualTo("2.*.*"));

    [TestCase("00000000-0000-0000-0000-000000000000")]
    [TestCase("ffffffff-ffff-ffff-ffff-ffffffffffff")]
    [TestCase("not a guid")]
    [TestCase("")]
    public void An_unknown_id_is_not_found(string id) => Assert.That(Index.Find(id), Is.Null);
}
