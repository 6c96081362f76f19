using NUnit.Framework;
using PolicyGen.Cli.Commands;
using PolicyGen.Cli.Output;

namespace PolicyGen.Tests.Auditing;

/// <summary>Values of options, and what is shown meanwhile.</summary>
public class CliAuditUsageSpecs
{
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
