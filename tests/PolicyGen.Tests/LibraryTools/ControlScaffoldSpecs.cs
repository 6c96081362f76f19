using Newtonsoft.Json.Linq;
using NUnit.Framework;
using PolicyGen.Azure;
using PolicyGen.Catalogue;
using PolicyGen.Data;
using PolicyGen.Tests.Support;

namespace PolicyGen.Tests.LibraryTools;

/// <summary>A draft of a control is a control: it loads, renders, and its samples get their verdict. Lint knows that it is a draft.</summary>
public class ControlScaffoldSpecs
{
    [TestCase("Microsoft.Storage/storageAccounts/allowSharedKeyAccess", "false", "nonCompliant", "storage-allow-shared-key-access", 2)]
    [TestCase("Microsoft.Storage/storageAccounts/supportsHttpsTrafficOnly", "true", "compliant", "storage-supports-https-traffic-only", 2)]
    [TestCase("Microsoft.Storage/storageAccounts/networkAcls.defaultAction", "Deny", "nonCompliant", "storage-network-acls-default-action", 3)]
    [TestCase("Microsoft.Storage/storageAccounts/sku.name", "Standard_GZRS", "nonCompliant", "storage-sku-name", 1)]
    [TestCase("Microsoft.Storage/storageAccounts/networkAcls.ipRules[*].action", "Allow", "nonCompliant", "storage-network-acls-ip-rules-action", 0)]
    [TestCase("Microsoft.Storage/storageAccounts/blobServices/deleteRetentionPolicy.days", "30", "nonCompliant", "storage-delete-retention-policy-days", 0)]
    public void A_draft_is_judged_as_it_says(string alias, string value, string missing, string id, int builtInsAtLeast)
    {
        using var library = new TemporaryLibrary();
        var created = CommandLine.Run(["controls", "new", alias, "--equals", value, "--if-missing", missing, "--library", library.Root]);
        Assert.That(created.ExitCode, Is.EqualTo(0), created.Error);
        var file = library.PathOf($"policies/controls/storage/{id}.json");
        var control = JObject.Parse(File.ReadAllText(file));
        var tested = CommandLine.Run(["controls", "test", id, "--library", library.Root]);
        var linted = CommandLine.Run(["lint", "--library", library.Root]);
        Assert.Multiple(() =>
        {
            Assert.That(created.Output.Trim(), Is.EqualTo(file));
            Assert.That(tested.ExitCode, Is.EqualTo(0), tested.Output + tested.Error);
            Assert.That(tested.Error, Does.StartWith("1 controls, "));
            Assert.That((JArray)control["builtin"]!, Has.Count.AtLeast(builtInsAtLeast));
            Assert.That(linted.ExitCode, Is.EqualTo(1));
            Assert.That(linted.Output, Does.Contain("text-placeholder").And.Contains(id));
            Assert.That(linted.Output, Does.Not.Contain("unknown-alias"));
        });
    }

    [TestCase("Microsoft.Storage/storageAccounts/allowShredKeyAccess", "Did you mean Microsoft.Storage/storageAccounts/allowSharedKeyAccess")]
    [TestCase("nonsense", "provider/type/property")]
    [TestCase("Microsoft.Cache/redis/enableNonSslPort", "--area")]
    public void What_cannot_be_drafted_is_told(string alias, string message)
    {
        using var library = new TemporaryLibrary();
        var before = TemporaryLibrary.Snapshot(library.Root);
        var result = CommandLine.Run(["controls", "new", alias, "--library", library.Root]);
        Assert.Multiple(() =>
        {
            Assert.That(result.ExitCode, Is.EqualTo(2));
            Assert.That(result.Error, Does.Contain(message));
            Assert.That(TemporaryLibrary.Snapshot(library.Root), Is.EqualTo(before));
        });
    }

    [TestCase("--id", "storage-https-only", "already")]
    [TestCase("--id", "../escape", "no id of a control")]
    [TestCase("--id", "Storage_Upper", "no id of a control")]
    [TestCase("--area", "nosuch", "no area")]
    public void Ids_and_areas_are_checked(string option, string value, string message)
    {
        using var library = new TemporaryLibrary();
        var result = CommandLine.Run(["controls", "new", "Microsoft.Storage/storageAccounts/allowSharedKeyAccess", option, value, "--library", library.Root]);
        Assert.That(result.ExitCode, Is.EqualTo(2));
        Assert.That(result.Error, Does.Contain(message));
    }

    [Test]
    public void The_library_of_the_tool_is_not_written_to()
    {
        using var library = new TemporaryLibrary();
        // What comes with the tool lies beside it.
        var packed = Path.Combine(AppContext.BaseDirectory, Path.GetRandomFileName());
        try
        {
            foreach (var file in Directory.EnumerateFiles(library.Root, "*", SearchOption.AllDirectories))
            {
                var target = Path.Combine(packed, Path.GetRelativePath(library.Root, file));
                Directory.CreateDirectory(Path.GetDirectoryName(target)!);
                File.Copy(file, target);
            }

            var before = TemporaryLibrary.Snapshot(packed);
            var result = CommandLine.Run(["controls", "new", "Microsoft.Storage/storageAccounts/allowSharedKeyAccess", "--library", packed], library.Parent);
            Assert.Multiple(() =>
            {
                Assert.That(result.ExitCode, Is.EqualTo(2));
                Assert.That(result.Error, Does.Contain("run this in a checkout"));
                Assert.That(TemporaryLibrary.Snapshot(packed), Is.EqualTo(before));
            });
        }
        finally
        {
            Directory.Delete(packed, recursive: true);
        }
    }

    [Test]
    public void A_draft_keeps_the_kind_of_the_value()
    {
        var table = AliasTable.Load();
        Assert.That(table.TryGet("Microsoft.Storage/storageAccounts/allowSharedKeyAccess", out var alias));
        var draft = ControlScaffold.Draft("x", alias, "Microsoft.Storage/storageAccounts", new JValue(false), missingIsCompliant: false, BuiltInIndex.Load());
        Assert.That(JsonText.Write(draft), Does.Contain("\"equals\": false").And.Contains("\"allowSharedKeyAccess\": true").And.Contains("8c6a50c6-9ffd-4ae7-986f-5fa6111f9a54"));
    }
}
