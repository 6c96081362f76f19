using NUnit.Framework;
using PolicyGen.Catalogue;
using PolicyGen.Data;
using PolicyGen.Diagnostics;
using PolicyGen.Results;
using PolicyGen.Tests.Support;
using static PolicyGen.Tests.Support.ResultSamples;

namespace PolicyGen.Tests.Results;

/// <summary>Violations that someone has accepted: what an entry covers, until when, and what is said of it.</summary>
public class ExemptionFileSpecs
{
    private const string Who = "'category': 'Waiver', 'owner': 'ops', 'reason': 'legacy', 'expiresOn': '2026-12-31'";

    private readonly SchemaValidator _schemas = new(new LibraryFiles(Repository.Root).Schemas);
    private TempFolder _folder = null!;

    [SetUp]
    public void Prepare() => _folder = new TempFolder();

    [TearDown]
    public void Remove() => _folder.Dispose();

    // What is asked for: control storage-https-only, definition policygen-storage-https-only, reference ref-1, requirements
    // MHLW-6.1-01 and MIC-3.2.1-02, storage account "a" in /subscriptions/s/resourceGroups/rg.
    [TestCase("'controls': ['STORAGE-https-only'], 'scope': '/subscriptions/s'", true)]
    [TestCase("'controls': ['other'], 'scope': '/subscriptions/s'", false)]
    [TestCase("'controls': ['other', 'storage-https-only'], 'scope': '/subscriptions/s'", true)]
    [TestCase("'definitions': ['Policygen-Storage-Https-Only'], 'scope': '/subscriptions/s'", true)]
    [TestCase("'definitions': ['/providers/Microsoft.Management/managementGroups/mg/providers/Microsoft.Authorization/policyDefinitions/policygen-storage-https-only'], 'scope': '/subscriptions/s'", true)]
    [TestCase("'policyDefinitionReferenceIds': ['REF-1'], 'scope': '/subscriptions/s'", true)]
    [TestCase("'policyDefinitionReferenceIds': ['ref-2'], 'scope': '/subscriptions/s'", false)]
    [TestCase("'requirements': ['mhlw-6.1-01', 'MIC-3.2.1-02', 'METI-1.1-01'], 'scope': '/subscriptions/s'", true)]
    [TestCase("'requirements': ['MHLW-6.1-01'], 'scope': '/subscriptions/s'", false, Description = "nobody has accepted the violation of MIC-3.2.1-02")]
    [TestCase("'requirements': ['MHLW-6.1-01'], 'controls': ['storage-https-only'], 'scope': '/subscriptions/s'", true)]
    [TestCase("'controls': ['storage-https-only'], 'scope': '/subscriptions/S/resourcegroups/RG'", true)]
    [TestCase("'controls': ['storage-https-only'], 'scope': '/subscriptions/s/resourceGroups/r'", false, Description = "a beginning is not a scope")]
    [TestCase("'controls': ['storage-https-only'], 'scope': '/subscriptions/s/resourceGroups/r*'", true)]
    [TestCase("'controls': ['storage-https-only'], 'scope': '/subscriptions/s/resourceGroups/rg/'", true)]
    [TestCase("'controls': ['storage-https-only'], 'scope': '/subscriptions/s/resourceGroups/rg/providers/Microsoft.Storage/storageAccounts/A'", true)]
    [TestCase("'controls': ['storage-https-only'], 'scope': '/subscriptions/s/resourceGroups/rg/providers/Microsoft.Storage/storageAccounts/ab'", false)]
    [TestCase("'controls': ['storage-https-only'], 'resource': {'type': 'microsoft.storage/storageaccounts', 'name': 'A'}", true)]
    [TestCase("'controls': ['storage-https-only'], 'resource': {'type': 'Microsoft.Storage/storageAccounts', 'name': 'b'}", false)]
    [TestCase("'controls': ['storage-https-only'], 'resource': {'type': 'Microsoft.Sql/servers', 'name': 'a'}", false)]
    [TestCase("'controls': ['storage-https-only'], 'scope': '/subscriptions/t', 'resource': {'type': 'Microsoft.Storage/storageAccounts', 'name': 'a'}", false, Description = "both must hold")]
    public void An_entry_covers(string what, bool expected)
    {
        var file = Load($"{{{what}, {Who}}}", out var diagnostics)!;
        Assert.That(diagnostics, Is.Empty);
        Assert.That(Find(file) is not null, Is.EqualTo(expected));
    }

    [TestCase("'ref-1'", false, Description = "nobody has accepted the violation under ref-1_2")]
    [TestCase("'ref-1', 'REF-1_2'", true)]
    public void Of_several_references_an_entry_names_all(string references, bool expected)
    {
        var file = Load($"{{'policyDefinitionReferenceIds': [{references}], 'scope': '/subscriptions/s', {Who}}}", out _)!;
        var found = file.Find("storage-https-only", "d", ["ref-1", "ref-1_2"], [], Resource("a"));
        var diagnostics = new DiagnosticBag();
        file.ReportUnused(diagnostics);
        Assert.Multiple(() =>
        {
            Assert.That(found is not null, Is.EqualTo(expected));
            Assert.That(diagnostics.Select(d => d.Id), Is.EqualTo(expected ? [] : new[] { "exemption-partial" }));
        });
    }

    [TestCase("2026-03-31T12:00:00.0000001Z", true)]
    [TestCase("2026-03-31T12:00:00Z", false, Description = "at that instant it has no effect any more")]
    [TestCase("2026-03-31T21:00:00+09:00", false, Description = "the same instant in Japan")]
    [TestCase("2026-03-31T21:00:01+09:00", true)]
    [TestCase("2026-03-31T12:00", false)]
    [TestCase("2026-03-31", false, Description = "the beginning of that day")]
    [TestCase("2026-04-01", true)]
    public void An_entry_ends_at_an_instant(string expiresOn, bool inForce)
    {
        var file = Load($"{{'controls': ['storage-https-only'], 'scope': '/subscriptions/s', 'category': 'Mitigated', 'owner': 'ops', 'reason': 'proxy', 'expiresOn': '{expiresOn}'}}", out var diagnostics)!;
        Assert.That(Find(file) is not null, Is.EqualTo(inForce));
        Assert.That(diagnostics.Select(d => (d.Id, d.Severity)), Is.EqualTo(inForce ? [] : new[] { ("exemption-expired", DiagnosticSeverity.Warning) }));
    }

    [Test]
    public void An_entry_says_who_decided_what()
    {
        var file = Load($"{{'id': 'E1', 'controls': ['storage-https-only'], 'scope': '/subscriptions/s', 'ticket': 'T-9', {Who}}}", out _)!;
        Assert.That(Find(file)!.Describe(), Is.EqualTo("E1: Waiver, ops, until 2026-12-31T00:00:00Z: legacy (T-9)"));
    }

    [Test]
    public void The_first_entry_that_covers_is_taken()
    {
        var file = Load($"{{'id': 'late', 'definitions': ['policygen-storage-https-only'], 'scope': '/subscriptions/s', {Who}}}, {{'id': 'later', 'controls': ['storage-https-only'], 'scope': '/subscriptions/s', {Who}}}", out _)!;
        Assert.That(Find(file)!.Id, Is.EqualTo("late"));
    }

    [Test]
    public void What_covers_nothing_is_said()
    {
        var file = Load($"{{'controls': ['storage-https-only'], 'scope': '/subscriptions/s', {Who}}}, {{'controls': ['other'], 'scope': '/subscriptions/s', {Who}}}, {{'requirements': ['MHLW-6.1-01'], 'scope': '/subscriptions/s', {Who}}}", out _)!;
        Find(file);
        var diagnostics = new DiagnosticBag();
        file.ReportUnused(diagnostics);
        Assert.That(diagnostics.Select(d => d.Id), Is.EquivalentTo(new[] { "exemption-unused", "exemption-partial" }));
    }

    [TestCase("{'scope': '/s', 'category': 'Waiver', 'owner': 'o', 'reason': 'r', 'expiresOn': '2026-12-31'}", TestName = "nothing that is exempt")]
    [TestCase("{'controls': ['c'], 'category': 'Waiver', 'owner': 'o', 'reason': 'r', 'expiresOn': '2026-12-31'}", TestName = "no scope")]
    [TestCase("{'controls': [], 'scope': '/s', 'category': 'Waiver', 'owner': 'o', 'reason': 'r', 'expiresOn': '2026-12-31'}", TestName = "an empty list")]
    [TestCase("{'controls': ['c'], 'scope': '/s', 'category': 'Waiver', 'reason': 'r', 'expiresOn': '2026-12-31'}", TestName = "no owner")]
    [TestCase("{'controls': ['c'], 'scope': '/s', 'category': 'Waiver', 'owner': 'o', 'expiresOn': '2026-12-31'}", TestName = "no reason")]
    [TestCase("{'controls': ['c'], 'scope': '/s', 'category': 'Waiver', 'owner': 'o', 'reason': 'r'}", TestName = "no end")]
    [TestCase("{'controls': ['c'], 'scope': '/s', 'category': 'Waiver', 'owner': 'o', 'reason': 'r', 'expiresOn': '31.12.2026'}", TestName = "another notation of dates")]
    [TestCase("{'controls': ['c'], 'scope': '/s', 'category': 'Waiver', 'owner': 'o', 'reason': 'r', 'expiresOn': '2026-02-30'}", TestName = "a date that does not exist")]
    [TestCase("{'controls': ['c'], 'scope': '/a*/b', 'category': 'Waiver', 'owner': 'o', 'reason': 'r', 'expiresOn': '2026-12-31'}", TestName = "a star within a scope")]
    [TestCase("{'controls': ['c'], 'scope': '/s', 'category': 'Never', 'owner': 'o', 'reason': 'r', 'expiresOn': '2026-12-31'}", TestName = "an unknown category")]
    [TestCase("{'controls': ['c'], 'scope': '/s', 'category': 'Waiver', 'owner': 'o', 'reason': 'r', 'expiresOn': '2026-12-31', 'expires': '2027'}", TestName = "an unknown property")]
    [TestCase("7", TestName = "no object")]
    public void A_broken_entry_is_refused_with_its_place(string entry)
    {
        Assert.That(Load(entry, out var diagnostics), Is.Null);
        Assert.That(diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error && d.Location.Line > 0), Is.Not.Empty);
    }

    private ExemptionFile? Load(string entries, out DiagnosticBag diagnostics)
    {
        diagnostics = [];
        var path = _folder.Write("exemptions.json", $"{{'exemptions': [{entries}]}}".Replace('\'', '"'));
        return ExemptionFile.Load(path, "exemptions.json", _schemas, Now, diagnostics);
    }

    private static Exemption? Find(ExemptionFile file) =>
        file.Find("storage-https-only", "policygen-storage-https-only", ["ref-1"], ["MHLW-6.1-01", "MIC-3.2.1-02"], Resource("a"));
}
