using Newtonsoft.Json.Linq;
using NUnit.Framework;
using PolicyGen.Tests.Support;

namespace PolicyGen.Tests.Cli;

public class BrowseCommandSpecs
{
    [TestCase("mhlw", 187)]
    [TestCase("mic", 114)]
    [TestCase("meti", 207)]
    [TestCase("mhlw,mic,meti", 508)]
    public void Every_row_of_a_guideline_is_listed(string guidelines, int rows) =>
        Assert.That(JArray.Parse(CommandLine.Run(["requirements", "list", "--guideline", guidelines, "--format", "json"]).Output), Has.Count.EqualTo(rows));

    [TestCase("--section 6.5", "section", "6.5")]
    [TestCase("--level recommended", "level", "recommended")]
    [TestCase("--automation platform", "automation", "platform")]
    public void Filters_choose_rows(string option, string property, string value)
    {
        var rows = JArray.Parse(CommandLine.Run(["requirements", "list", "--format", "json", .. option.Split(' ')]).Output);
        Assert.That(rows, Is.Not.Empty.And.All.Matches<JToken>(r => (string?)r![property] == value));
    }

    [TestCase("--signal mfa", "signals", "mfa")]
    [TestCase("--responsibility integrator", "responsibility", "integrator")]
    public void Filters_look_into_lists(string option, string property, string value)
    {
        var rows = JArray.Parse(CommandLine.Run(["requirements", "list", "--format", "json", .. option.Split(' ')]).Output);
        Assert.That(rows, Is.Not.Empty.And.All.Matches<JToken>(r => r![property]!.Any(v => (string?)v == value)));
    }

    [Test]
    public void A_chapter_holds_its_sections_and_no_others() =>
        Assert.That(
            JArray.Parse(CommandLine.Run(["requirements", "list", "--guideline", "mhlw", "--section", "6", "--format", "json"]).Output).Select(r => (string?)r["section"]),
            Is.Not.Empty.And.All.StartsWith("6."));

    [TestCase("ja", "パスワード管理")]
    [TestCase("en", "Password handling")]
    public void A_requirement_is_shown_in_the_chosen_language(string language, string expected) =>
        Assert.That(CommandLine.Run(["requirements", "show", "mhlw-6.5-11", "--language", language]).Output, Does.StartWith("MHLW-6.5-11  " + expected));

    [Test]
    public void A_requirement_names_its_controls_with_groups_expanded()
    {
        var row = JObject.Parse(CommandLine.Run(["requirements", "show", "MHLW-6.5-18", "--format", "json"]).Output);
        Assert.That(row["controls"]!["direct"]!.Select(c => (string?)c), Does.Contain("mysql-entra-only-auth").And.None.StartsWith("group:"));
    }

    [TestCase("requirements", "show", "MHLW-6.5-99", "There is no requirement")]
    [TestCase("requirements", "show", "6.5-11", "ids look like")]
    [TestCase("controls", "show", "nosuch", "There is no control")]
    public void What_does_not_exist_is_exit_code_2(string noun, string verb, string id, string message)
    {
        var result = CommandLine.Run([noun, verb, id]);
        Assert.Multiple(() =>
        {
            Assert.That(result.ExitCode, Is.EqualTo(2));
            Assert.That(result.Error, Does.Contain(message));
        });
    }

    [Test]
    public void An_unknown_signal_is_not_an_empty_list()
    {
        var result = CommandLine.Run(["requirements", "list", "--signal", "tls"]);
        Assert.Multiple(() =>
        {
            Assert.That(result.ExitCode, Is.EqualTo(2));
            Assert.That(result.Error, Does.Contain("tls-minimum-version"));
        });
    }

    [Test]
    public void Tables_that_are_redirected_have_neither_colour_nor_wrapped_rows()
    {
        var output = CommandLine.Run(["requirements", "list", "--guideline", "mhlw"]).Output;
        Assert.Multiple(() =>
        {
            Assert.That(output, Does.Not.Contain('\u001b'));
            Assert.That(output.Split('\n').Count(l => l.Contains("MHLW-", StringComparison.Ordinal)), Is.EqualTo(187));
        });
    }

    [Test]
    public void Every_control_is_listed() =>
        Assert.That(
            JArray.Parse(CommandLine.Run(["controls", "list", "--format", "json"]).Output),
            Has.Count.EqualTo(Directory.GetFiles(Repository.PathOf("policies", "controls"), "*.json", SearchOption.AllDirectories).Length));
}
