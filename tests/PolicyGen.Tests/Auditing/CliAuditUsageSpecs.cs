using NUnit.Framework;
using PolicyGen.Cli.Commands;
using PolicyGen.Cli.Output;
using PolicyGen.Tests.Support;

namespace PolicyGen.Tests.Auditing;

/// <summary>Wrong usage: exit code 2, a message that says what is wrong, nothing sent and nothing written. What is shown meanwhile.</summary>
public class CliAuditUsageSpecs
{
    private const string Id = "11111111-1111-1111-1111-111111111111";

    [TestCase("", "Say what to audit")]
    [TestCase("--tenant --management-group contoso", "only one of them")]
    [TestCase("--subscription " + Id + " --tenant", "only one of them")]
    [TestCase("--subscription production", "'production' is no id of a subscription")]
    [TestCase("--management-group a/b", "'a/b' is no name of a management group")]
    [TestCase("--tenant --source graph", "'graph' is not one of policy, inventory")]
    [TestCase("--tenant --api arg", "'arg' is not one of auto, resource-graph, policy-insights")]
    [TestCase("--tenant --initiative policygen-mhlw", "'policygen-mhlw' is no resource id of an initiative")]
    [TestCase("--tenant --cloud germany", "'germany' is not one of public, us-government, china")]
    [TestCase("--tenant --credential password", "'password' is not one of default, cli, managed-identity")]
    [TestCase("--tenant --arm-endpoint http://localhost:8443", "'http://localhost:8443' is no address for --arm-endpoint; write https://")]
    [TestCase("--tenant --authority-host localhost", "'localhost' is no address for --authority-host; write https://")]
    [TestCase("--tenant --tenant-id a/b", "tenant")]
    [TestCase("--tenant --client-id me", "client id")]
    [TestCase("--tenant --timeout soon", "'soon' is no time for --timeout")]
    [TestCase("--tenant --timeout 0s", "'0s' is no time for --timeout")]
    [TestCase("--tenant --max-concurrency 0", "'0' is no number of requests")]
    [TestCase("--tenant --max-concurrency 65", "'65' is no number of requests")]
    [TestCase("--tenant --since yesterday", "'yesterday' is no time")]
    [TestCase("--tenant --now yesterday", "'yesterday' is no time")]
    [TestCase("--tenant --save-inventory x.jsonl", "--save-inventory goes with --source inventory only")]
    [TestCase("--tenant --source inventory --api auto", "--api goes with --source policy only")]
    [TestCase("--tenant --source inventory --since 2026-01-01", "--since goes with --source policy only")]
    [TestCase("--tenant --group-by team", "'team' is not one of requirement, control, subscription, resource")]
    [TestCase("--tenant --report pdf=x.pdf", "no report format 'pdf'")]
    public void An_option_that_makes_no_sense(string options, string message)
    {
        var run = CommandLine.Run(["audit", .. options.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);
        Assert.Multiple(() =>
        {
            Assert.That(run.ExitCode, Is.EqualTo(2), run.Output + run.Error);
            Assert.That(run.Output, Is.Empty);
            Assert.That(run.Error, Does.Contain(message));
        });
    }

    [TestCase("90s", 90)]
    [TestCase("30m", 1800)]
    [TestCase("2h", 7200)]
    [TestCase("00:30:00", 1800)]
    [TestCase("1:00:01", 3601)]
    public void A_time_is_written_as_people_write_it(string text, int seconds) => Assert.That(ConnectionOptions.Duration(text), Is.EqualTo(TimeSpan.FromSeconds(seconds)));

    [TestCase("")]
    [TestCase("30")]
    [TestCase("m")]
    [TestCase("-5m")]
    [TestCase("1.5h")]
    [TestCase("5d")]
    [TestCase("99999999999s")]
    public void And_nothing_else_is_one(string text) => Assert.That(ConnectionOptions.Duration(text), Is.Null);

    [Test]
    public void Progress_names_the_scope_at_hand_and_how_far_it_is() => Assert.Multiple(() =>
    {
        Assert.That(ProgressLine.Text("reading states", 12_000, 20_000, "診療録 production"), Is.EqualTo("reading states: 12,000 of 20,000, 診療録 production"));
        Assert.That(ProgressLine.Text("judging resources", 1000, null, ""), Is.EqualTo("judging resources: 1,000"));
        Assert.That(ProgressLine.Text("reading", 1, null, "a\u001b[2Jb\r"), Is.EqualTo("reading: 1, a\\u{001B}[2Jb "));
    });
}
