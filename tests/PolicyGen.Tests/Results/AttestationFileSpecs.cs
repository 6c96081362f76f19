using NUnit.Framework;
using PolicyGen.Data;
using PolicyGen.Diagnostics;
using PolicyGen.Results;
using PolicyGen.Tests.Support;
using static PolicyGen.Tests.Support.ResultSamples;

namespace PolicyGen.Tests.Results;

/// <summary>What people say of requirements that no policy can see.</summary>
public class AttestationFileSpecs
{
    private const string Proof = "'evidence': [{'description': 'Minutes', 'uri': 'https://example.com/1'}]";

    private TestLibrary _library = null!;

    [SetUp]
    public void Prepare() => _library = new TestLibrary().WithRows(TestLibrary.Requirement(1));

    [TearDown]
    public void Remove() => _library.Dispose();

    [TestCase("'state': 'Compliant'", AttestationState.Compliant)]
    [TestCase("'state': 'NonCompliant'", AttestationState.NonCompliant)]
    [TestCase("'state': 'Unknown'", AttestationState.Unknown)]
    [TestCase("'state': 'Compliant', 'scope': '/subscriptions/S'", AttestationState.Compliant)]
    [TestCase("'state': 'Compliant', 'scope': '/subscriptions/t'", null, Description = "about something else")]
    [TestCase("'state': 'Compliant', 'scope': '/subscriptions/s/resourceGroups/rg'", null, Description = "about a part of the run only")]
    [TestCase("'state': 'NonCompliant', 'scope': '/subscriptions/s/resourceGroups/rg'", AttestationState.NonCompliant, Description = "a part is enough")]
    public void An_attestation_holds_for_the_run(string what, AttestationState? expected)
    {
        var file = Load($"{{'requirement': 'mhlw-6.1-01', {what}, 'owner': 'o', 'assessmentDate': '2026-01-01', 'expiresOn': '2027-01-01', {Proof}}}", out var diagnostics)!;
        Assert.That(diagnostics, Is.Empty);
        Assert.That(file.StateOf("MHLW-6.1-01", ["/subscriptions/s"]), Is.EqualTo(expected));
        Assert.That(file.StateOf("MHLW-6.1-02", ["/subscriptions/s"]), Is.Null);
    }

    [Test]
    public void Several_attestations_add_up_to_the_worst_and_together_cover_the_run()
    {
        string Entry(string scope, string state) => $"{{'requirement': 'MHLW-6.1-01', 'state': '{state}', 'scope': '{scope}', 'owner': 'o', 'assessmentDate': '2026-01-01', 'expiresOn': '2027-01-01', {Proof}}}";
        var both = Load(Entry("/subscriptions/s", "Compliant") + "," + Entry("/subscriptions/t", "Compliant"), out _)!;
        Assert.That(both.StateOf("MHLW-6.1-01", ["/subscriptions/s", "/subscriptions/t"]), Is.EqualTo(AttestationState.Compliant));
        Assert.That(both.StateOf("MHLW-6.1-01", ["/subscriptions/s", "/subscriptions/u"]), Is.Null);
        var mixed = Load(Entry("/subscriptions/s", "Compliant") + "," + Entry("/subscriptions/t", "NonCompliant"), out _)!;
        Assert.That(mixed.StateOf("MHLW-6.1-01", ["/subscriptions/s", "/subscriptions/t"]), Is.EqualTo(AttestationState.NonCompliant));
    }

    [TestCase("2026-03-31T12:00:00Z", null, "attestation-expired")]
    [TestCase("2026-03-31T12:00:01Z", AttestationState.Compliant, null)]
    public void An_attestation_reverts_when_it_expires(string expiresOn, AttestationState? expected, string? warning)
    {
        var file = Load($"{{'requirement': 'MHLW-6.1-01', 'state': 'Compliant', 'owner': 'o', 'assessmentDate': '2026-01-01', 'expiresOn': '{expiresOn}', {Proof}}}", out var diagnostics)!;
        Assert.That(file.StateOf("MHLW-6.1-01", []), Is.EqualTo(expected));
        Assert.That(diagnostics.Select(d => d.Id), Is.EqualTo(warning is null ? [] : new[] { warning }));
    }

    [Test]
    public void Compliant_without_evidence_is_a_warning()
    {
        var file = Load("{'requirement': 'MHLW-6.1-01', 'state': 'Compliant', 'owner': 'o', 'assessmentDate': '2026-01-01', 'expiresOn': '2027-01-01'}", out var diagnostics);
        Assert.That(file, Is.Not.Null);
        Assert.That(diagnostics.Select(d => (d.Id, d.Severity)), Is.EqualTo(new[] { ("attestation-evidence", DiagnosticSeverity.Warning) }));
    }

    [TestCase("MHLW-9.9-99", false)]
    [TestCase("something", false)]
    [TestCase("METI-1.1-01", true, Description = "of a guideline that is not loaded")]
    public void A_requirement_that_does_not_exist_is_an_error(string id, bool accepted)
    {
        var file = Load($"{{'requirement': '{id}', 'state': 'Unknown', 'owner': 'o', 'assessmentDate': '2026-01-01', 'expiresOn': '2027-01-01'}}", out var diagnostics);
        Assert.That(file is not null, Is.EqualTo(accepted));
        Assert.That(diagnostics.Select(d => d.Id), Is.EqualTo(accepted ? [] : new[] { "unknown-requirement" }));
    }

    [Test]
    public void A_broken_entry_is_refused_with_its_place()
    {
        Assert.That(Load("{'requirement': 'MHLW-6.1-01', 'state': 'Fine', 'owner': 'o', 'assessmentDate': 'yesterday'}", out var diagnostics), Is.Null);
        Assert.That(diagnostics.Select(d => d.Location.Line), Is.All.GreaterThan(0));
    }

    private AttestationFile? Load(string entries, out DiagnosticBag diagnostics)
    {
        diagnostics = [];
        var path = _library.Folder.Write("attestations.json", $"{{'attestations': [{entries}]}}".Replace('\'', '"'));
        return AttestationFile.Load(path, "attestations.json", new SchemaValidator(_library.Files.Schemas), _library.Load(), Now, diagnostics);
    }
}
