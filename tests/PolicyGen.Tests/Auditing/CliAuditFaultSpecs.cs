using Newtonsoft.Json.Linq;
using NUnit.Framework;
using PolicyGen.Tests.Support;
using static PolicyGen.Tests.Auditing.CliEmulator;

namespace PolicyGen.Tests.Auditing;

/// <summary>
/// Whatever fails: what may pass by itself is tried again, the rest is told with its action and scope, the result is incomplete, and
/// nothing is called compliant that depends on it.
/// </summary>
public class CliAuditFaultSpecs
{
    private const string Subscription = "3f2a7b1c-5d4e-4f60-9a8b-1c2d3e4f5a6b";
    private const string Graph = "/providers/Microsoft.ResourceGraph/resources";
    private const string States = "policystates";
    private static readonly string[] Small = ["--management-group", "contoso", "--guideline", "mhlw", "--timeout", "20s"];

    private CliEmulator _emulator = null!;
    private AuditJson _whole = null!;

    [OneTimeSetUp]
    public void StartEmulator()
    {
        _emulator = CliEmulator.Start("--estate", "small");
        _whole = _emulator.Json(Small);
        Assert.That(_whole.IsComplete, Is.True, _whole.Error);
    }

    [OneTimeTearDown]
    public void StopEmulator() => _emulator.Dispose();

    [SetUp]
    public void NothingFails() => _emulator.Fail();

    [TestCase("""{"status":429,"headers":{"Retry-After":"1"}}""")]
    [TestCase("""{"status":429}""")]
    [TestCase("""{"status":503}""")]
    [TestCase("""{"status":500,"body":"<html>gateway</html>"}""")]
    [TestCase("""{"reset":0}""")]
    [TestCase("""{"reset":400}""")]
    [TestCase("""{"truncate":400}""")]
    [TestCase("""{"malformed":true}""")]
    [TestCase("""{"claimsChallenge":true}""")]
    public void What_passes_by_itself_is_tried_again(string what)
    {
        _emulator.Fail(Fault(Graph, what, States, times: 1));
        var run = _emulator.Json(Small);
        Assert.Multiple(() =>
        {
            Assert.That(run.ExitCode, Is.EqualTo(_whole.ExitCode), run.Error);
            Assert.That(run.IsComplete, Is.True);
            Assert.That(run.Result["requirements"]!.ToString(), Is.EqualTo(_whole.Result["requirements"]!.ToString()));
            Assert.That(_emulator.Log().Requests.Count(r => r["fault"]!.Type == JTokenType.Integer), Is.EqualTo(1), "the fault took place");
        });
    }

    [TestCase("""{"forbidden":"Microsoft.ResourceGraph/resources/read"}""", "forbidden", "Microsoft.ResourceGraph/resources/read")]
    [TestCase("""{"status":404}""", "notFound", "404")]
    [TestCase("""{"status":409}""", "conflict", "409")]
    [TestCase("""{"status":429}""", "throttled", "429")]
    [TestCase("""{"status":503,"headers":{"Retry-After":"1"}}""", "service", "503")]
    [TestCase("""{"reset":300}""", "network", "Microsoft.ResourceGraph/resources/read")]
    [TestCase("""{"truncate":300}""", "malformed", "Microsoft.ResourceGraph/resources/read")]
    [TestCase("""{"malformed":true}""", "malformed", "Microsoft.ResourceGraph/resources/read")]
    [TestCase("""{"claimsChallenge":true}""", "signIn", "401")]
    [TestCase("""{"revokeToken":true}""", "signIn", "401")]
    public void What_stays_makes_the_states_unknown(string what, string kind, string told)
    {
        _emulator.Fail(Fault(Graph, what, States));
        var run = _emulator.Json([.. Small[..^1], "6s", "--api", "resource-graph"]);
        Nothing_is_compliant_for_it(run);
        Assert.Multiple(() =>
        {
            Assert.That(run.Audit["failures"]!.Select(f => (string?)f["kind"]), Does.Contain(kind).Or.Contain("timeout"));
            // On a busy machine the time may be over before the last try.
            Assert.That(run.Error, Does.Contain(told).Or.Contain("The time of the run is over"));
            Assert.That(run.Audit["failures"]!.Select(f => (string?)f["scope"]), Has.All.Not.Empty);
        });
    }

    [Test]
    public void Where_Resource_Graph_is_refused_Policy_Insights_answers()
    {
        _emulator.Fail(Fault(Graph, """{"forbidden":"Microsoft.ResourceGraph/resources/read"}"""));
        var run = _emulator.Json(Small);
        Assert.Multiple(() =>
        {
            Assert.That((string?)run.Result["run"]!["source"], Is.EqualTo("policyStates"), run.Error);
            Assert.That(run.IsComplete, Is.True, run.Error);
            Assert.That(run.Result["requirements"]!.ToString(), Is.EqualTo(_whole.Result["requirements"]!.ToString()));
        });
    }

    [Test]
    public void A_link_to_another_host_is_refused_and_the_token_stays_here()
    {
        _emulator.Fail(Fault("(policyStates|policyAssignments|descendants|attestations)", """{"foreignNextLink":true}"""));
        var run = _emulator.Json([.. Small, "--api", "policy-insights"]);
        Assert.Multiple(() =>
        {
            Assert.That(_emulator.Log().Foreign, Is.Empty, "nothing is sent there");
            Assert.That(run.ExitCode, Is.EqualTo(3).Or.EqualTo(_whole.ExitCode), run.Error);
        });
    }

    [Test]
    public void A_page_that_repeats_is_no_progress()
    {
        _emulator.Fail(Fault(Graph, """{"emptyPage":true}""", "project id, resource"));
        Nothing_is_compliant_for_it(_emulator.Json([.. Small[..^1], "15s", "--api", "resource-graph"]), rows: true);
    }

    [Test]
    public void A_wrong_clock_is_told()
    {
        _emulator.Fail(Fault(Graph, """{"wrongClock":5}"""));
        var run = _emulator.Json(Small);
        Assert.That(run.Observations, Does.Contain("clockDiffers"), run.Error);
    }

    [Test]
    public void Without_attestations_nobody_counts_as_having_attested()
    {
        _emulator.Fail(Fault("/attestations", """{"forbidden":"Microsoft.PolicyInsights/attestations/read"}"""));
        var run = _emulator.Json(Small);
        Assert.Multiple(() =>
        {
            Assert.That(run.ExitCode, Is.EqualTo(3), run.Error);
            Assert.That(run.IsComplete, Is.False);
            Assert.That(run.Error, Does.Contain("Microsoft.PolicyInsights/attestations/read").And.Contain("/subscriptions/" + Subscription));
            Assert.That(run.InState("compliant").Except(_whole.InState("compliant")), Is.Empty);
        });
    }

    [Test]
    public void Nobody_signed_in_is_exit_code_3_and_everything_is_unknown()
    {
        _emulator.Fail(Fault("/msi/token", """{"status":400,"body":"{\"message\":\"no identity\"}"}"""));
        var run = _emulator.Json(Small);
        Assert.Multiple(() =>
        {
            Assert.That(run.ExitCode, Is.EqualTo(3), run.Error);
            Assert.That(run.IsComplete, Is.False);
            Assert.That(run.InState("compliant"), Is.Empty);
            Assert.That(run.Error, Does.Contain("Sign-in failed").IgnoreCase);
        });
    }

    [Test]
    public void A_certificate_that_is_not_trusted_ends_the_run()
    {
        var run = CommandLine.Run(["audit", .. Small, .. _emulator.Connection, "--format", "json"], null, [.. _emulator.Environment, ("SSL_CERT_FILE", "")]);
        Assert.Multiple(() =>
        {
            Assert.That(run.ExitCode, Is.EqualTo(3), run.Error);
            Assert.That(run.Error, Does.Contain("certificate").IgnoreCase);
            Assert.That(_emulator.Log().Requests, Is.Empty);
        });
    }

    [Test]
    public void No_message_shows_the_token()
    {
        _emulator.Fail(Fault("/", """{"status":403}"""));
        var run = _emulator.Run(null, Small);
        var secret = _emulator.Environment.Single(e => e.Name == "IDENTITY_HEADER").Value;
        Assert.That(run.Output + run.Error, Does.Not.Contain("Bearer").And.Not.Contain(secret));
    }

    private void Nothing_is_compliant_for_it(AuditJson run, bool rows = false) => Assert.Multiple(() =>
    {
        Assert.That(run.ExitCode, Is.EqualTo(3), run.Error);
        Assert.That(run.IsComplete, Is.False);
        // Only what a person attested can still be.
        var attested = _whole.Audit["requirements"]!.Where(r => (string?)r["attestation"] == "Compliant").Select(r => (string?)r["id"]);
        Assert.That(run.InState("compliant").Except(attested), Is.Empty);
        Assert.That(run.InState("partial"), Is.Empty);
        if (!rows)
            Assert.That(run.Result["controls"]!.Select(c => (string?)c["state"]), Has.None.EqualTo("compliant"));
    });
}
