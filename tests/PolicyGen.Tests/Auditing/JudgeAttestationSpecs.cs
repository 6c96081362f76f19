using NUnit.Framework;
using PolicyGen.Auditing;
using PolicyGen.Results;
using PolicyGen.Tests.Support;
using static PolicyGen.Results.AuditObservationKind;
using static PolicyGen.Tests.Auditing.AuditWorld;

namespace PolicyGen.Tests.Auditing;

/// <summary>Attestations and exemptions: Azure's and the file's, together and compared.</summary>
public class JudgeAttestationSpecs
{
    private TempFolder _folder = null!;

    [SetUp]
    public void Prepare() => _folder = new TempFolder();

    [TearDown]
    public void Remove() => _folder.Dispose();

    [TestCase("Compliant", "Compliant", null, RequirementState.Compliant)]
    [TestCase("Compliant", null, null, RequirementState.Manual)]
    [TestCase("Compliant", "NonCompliant", null, RequirementState.NonCompliant)]
    [TestCase("Compliant", "Unknown", null, RequirementState.Unknown)]
    [TestCase(null, null, "Compliant", RequirementState.Compliant)]
    [TestCase("Compliant", "Compliant", "NonCompliant", RequirementState.NonCompliant)]
    [TestCase("NonCompliant", null, "Compliant", RequirementState.NonCompliant)]
    [TestCase(null, null, null, RequirementState.Manual)]
    public void Compliant_holds_only_for_all_and_the_worst_counts(string? one, string? two, string? file, RequirementState state)
    {
        var world = World(one, two);
        if (file is not null)
            world.Attestations = world.AttestationsOf(Entry("MHLW-1-03", file));
        var result = world.Judge();
        Assert.That(RequirementOf(result, "MHLW-1-03"), Is.EqualTo(state));
        var more = result.Audit!.Requirements.Single(r => r.Id == "MHLW-1-03");
        Assert.That(more.AttestedIn, Is.EqualTo(new[] { one, two }.Count(s => s is not null)));
    }

    [Test]
    public void File_and_Azure_make_up_for_each_other_by_subscription()
    {
        var world = World("Compliant", null);
        world.Attestations = world.AttestationsOf(Entry("MHLW-1-03", "Compliant", "/subscriptions/" + Two));
        Assert.That(RequirementOf(world.Judge(), "MHLW-1-03"), Is.EqualTo(RequirementState.Compliant));
        world.Attestations = world.AttestationsOf(Entry("MHLW-1-03", "Compliant", "/subscriptions/" + Two + "/resourceGroups/rg"));
        Assert.That(RequirementOf(world.Judge(), "MHLW-1-03"), Is.EqualTo(RequirementState.Manual));
        world.Attestations = world.AttestationsOf(Entry("MHLW-1-03", "Compliant", Root));
        world.Reading = world.Reading with { Attestations = [] };
        Assert.That(RequirementOf(world.Judge(), "MHLW-1-03"), Is.EqualTo(RequirementState.Compliant));
    }

    [Test]
    public void A_partial_row_is_compliant_once_its_remainder_is_attested()
    {
        var world = new AuditWorld();
        world.Reading = world.Reading with { Attestations = [Attested("MHLW-1-02", "Compliant", One), Attested("MHLW-1-02", "Compliant", Two)] };
        Assert.That(RequirementOf(world.Judge(), "MHLW-1-02"), Is.EqualTo(RequirementState.Compliant));
    }

    [Test]
    public void What_has_expired_has_no_effect_and_is_said()
    {
        var world = World("Compliant", "Compliant", Now);
        var result = world.Judge();
        Assert.That(RequirementOf(result, "MHLW-1-03"), Is.EqualTo(RequirementState.Manual));
        Assert.That(Kinds(result), Has.Member(AttestationExpired));
        world = World("Compliant", "Compliant", Now.AddTicks(1));
        Assert.That(RequirementOf(world.Judge(), "MHLW-1-03"), Is.EqualTo(RequirementState.Compliant));
    }

    [Test]
    public void Compliant_without_evidence_is_said()
    {
        var world = new AuditWorld();
        world.Reading = world.Reading with { Attestations = [Attested("MHLW-1-03", "Compliant", One, evidence: false)] };
        Assert.That(Kinds(world.Judge()), Has.Member(AttestationWithoutEvidence));
    }

    [Test]
    public void A_state_that_nobody_attested_is_said()
    {
        var world = new AuditWorld();
        world.Reading = world.Reading with { ByReference = [Count("attestation_mhlw-1-03", "Compliant", 2, "manual")] };
        var result = world.Judge();
        Assert.That(RequirementOf(result, "MHLW-1-03"), Is.EqualTo(RequirementState.Manual));
        Assert.That(Kinds(result), Has.Member(AttestationContradicts));
    }

    [TestCase("Compliant", 2, RequirementState.Compliant)]
    [TestCase("Compliant", 1, RequirementState.Unknown)]
    [TestCase("NonCompliant", 1, RequirementState.NonCompliant)]
    public void Without_the_attestations_the_states_of_manual_policies_speak(string word, int number, RequirementState state)
    {
        var world = new AuditWorld().Fail(AuditPart.Attestations, "/");
        world.Reading = world.Reading with { ByReference = [.. world.Reading.ByReference.Where(s => s.Reference != "attestation_mhlw-1-03"), Count("attestation_mhlw-1-03", word, number, "manual")] };
        Assert.That(RequirementOf(world.Judge(), "MHLW-1-03"), Is.EqualTo(state));
    }

    [Test]
    public void File_and_Azure_are_compared()
    {
        var world = World("Compliant", "Compliant");
        world.Attestations = world.AttestationsOf($"{Entry("MHLW-1-03", "NonCompliant")}, {Entry("MHLW-1-02", "Compliant")}");
        world.Reading = world.Reading with { Attestations = [.. world.Reading.Attestations, Attested("MHLW-1-01", "Compliant", One)] };
        var found = world.Judge().Audit!.Observations;
        Assert.That(found.Where(o => o.Kind == AttestationContradicts).Select(o => o.Message), Has.Some.Contains("MHLW-1-03 (NonCompliant, Azure Compliant)"));
        Assert.That(found.Where(o => o.Kind == AttestationDiffers).Select(o => o.Message), Has.Some.Contains("file only: MHLW-1-02").And.Some.Contains("Azure only: MHLW-1-01"));
    }

    [TestCase("2026-03-31T12:00:00Z", "o", ExemptionExpired)]
    [TestCase(null, "o", ExemptionWithoutExpiry)]
    [TestCase("2027-01-01", null, ExemptionWithoutOwner)]
    [TestCase("2027-01-01", "o", null)]
    public void What_is_amiss_with_an_exemption_is_said(string? expires, string? owner, AuditObservationKind? kind)
    {
        var world = new AuditWorld();
        world.Reading = world.Reading with { Exemptions = [Exempted(expires, owner)] };
        Assert.That(Kinds(world.Judge()), Is.EqualTo(kind is { } known ? new[] { known } : []));
    }

    [TestCase("alpha", "/subscriptions/" + One, "2027-01-01", null)]
    [TestCase("alpha", "/subscriptions/" + One, "2027-02-01", "another expiry")]
    [TestCase("alpha", "/subscriptions/" + Two, "2027-01-01", "file only")]
    [TestCase("beta", "/subscriptions/" + One, "2027-01-01", "Azure only")]
    public void Exemptions_of_the_file_are_compared(string control, string scope, string expires, string? said)
    {
        var world = new AuditWorld { Folder = _folder };
        world.Exemptions = world.ExemptionsOf($"{{'id': 'x', 'controls': ['{control}'], 'scope': '{scope}', 'category': 'Waiver', 'owner': 'o', 'reason': 'r', 'expiresOn': '{expires}'}}");
        world.Reading = world.Reading with { Exemptions = [Exempted("2027-01-01", "o")] };
        var found = world.Judge().Audit!.Observations.Where(o => o.Kind == ExemptionDiffers).Select(o => o.Message);
        Assert.That(found, said is null ? Is.Empty : Has.Some.Contains(said));
    }

    [Test]
    public void An_exempt_finding_names_the_exemption_of_Azure()
    {
        var world = new AuditWorld().Row("alpha", ResourceId("a"), "Exempt");
        world.Reading = world.Reading with { Exemptions = [Exempted("2027-01-01", "owner")] };
        Assert.That(world.Judge().Findings.Single().Verdict.Exemption, Does.Contain("Waiver, owner, until 2027-01-01").And.Contain("Why"));
    }

    private AuditWorld World(string? one, string? two, DateTimeOffset? expires = null)
    {
        var world = new AuditWorld { Folder = _folder };
        world.Reading = world.Reading with
        {
            Attestations = [.. new[] { (one, One), (two, Two) }.Where(a => a.Item1 is not null).Select(a => Attested("MHLW-1-03", a.Item1!, a.Item2, expires))],
        };
        return world;
    }

    private static LiveExemption Exempted(string? expires, string? owner) => new(
        "/subscriptions/" + One + "/providers/Microsoft.Authorization/policyExemptions/e", "/subscriptions/" + One, Assignment, ["alpha"], "Waiver", "Why", null, owner,
        expires is null ? null : DateTimeOffset.Parse(expires, System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.AssumeUniversal));

    private static string Entry(string requirement, string state, string? scope = null) =>
        $"{{'requirement': '{requirement}', 'state': '{state}', 'owner': 'o', 'assessmentDate': '2026-01-01', 'expiresOn': '2027-01-01', 'evidence': [{{'description': 'd', 'uri': 'https://example.org'}}]{(scope is null ? "" : $", 'scope': '{scope}'")}}}";
}
