using System.Xml.Linq;
using Newtonsoft.Json.Linq;
using NUnit.Framework;
using PolicyGen.Auditing;
using PolicyGen.Catalogue;
using PolicyGen.Reports;
using static PolicyGen.Tests.Auditing.AuditWorld;

namespace PolicyGen.Tests.Auditing;

/// <summary>Reports say what could not be read and what "compliant" rests on, in the language asked for.</summary>
public class AuditReportSpecs
{
    [TestCase(Language.English, "Could not be read", "enforcementMode is DoNotEnforce", "拒否されない")]
    [TestCase(Language.Japanese, "読み取れなかったもの", "拒否されない", "enforcementMode is DoNotEnforce:")]
    public void Markdown_has_sections_for_both(Language language, string title, string observation, string other)
    {
        var page = Write(new MarkdownReport(), language);
        Assert.That(page, Does.Contain("## " + title).And.Contain(observation).And.Not.Contain(other));
        Assert.That(page, Does.Contain("AuthorizationFailed").And.Contain("Microsoft.X/read"));
        Assert.That(page, Does.Not.Contain("Not read:"), "what has its section is no warning, too");
    }

    [Test]
    public void Sarif_notifies_of_both()
    {
        var invocation = JObject.Parse(Write(new SarifReport())).SelectToken("runs[0].invocations[0]")!;
        var notes = invocation["toolExecutionNotifications"]!.Select(n => ((string)n["level"]!, (string)n["message"]!["text"]!)).ToList();
        Assert.That((bool)invocation["executionSuccessful"]!, Is.False);
        Assert.That(notes, Has.Some.Matches<(string Level, string Text)>(n => n.Level == "error" && n.Text.Contains("AuthorizationFailed", StringComparison.Ordinal)));
        Assert.That(notes, Has.Some.Matches<(string Level, string Text)>(n => n.Level == "note" && n.Text.Contains("DoNotEnforce", StringComparison.Ordinal)));
        Assert.That(notes.Select(n => n.Item2), Is.Unique);
    }

    [Test]
    public void JUnit_has_an_error_for_what_could_not_be_read()
    {
        var document = XDocument.Parse(Write(new JUnitReport()));
        var suite = document.Root!.Elements("testsuite").First();
        Assert.That(((string?)suite.Attribute("name"), (string?)suite.Attribute("errors"), suite.Elements("testcase").Count()), Is.EqualTo(("audit.failures", "1", 1)));
        Assert.That((int)document.Root.Attribute("tests")!, Is.EqualTo(document.Descendants("testcase").Count()));
        Assert.That((int)document.Root.Attribute("errors")!, Is.EqualTo(document.Descendants("error").Count()));
    }

    [Test]
    public void A_row_says_when_Azure_evaluated_it_and_in_which_state() =>
        Assert.That(Write(new CsvReport()), Does.EndWith(",2026-03-31T07:00:00Z,NonCompliant\r\n"));

    private static string Write(IReportWriter writer, Language language = Language.English)
    {
        var world = new AuditWorld().Row("alpha", ResourceId("a"), "NonCompliant").Fail(AuditPart.States, "/subscriptions/" + Two).Assigned("{'enforcementMode': 'DoNotEnforce'}");
        var output = new StringWriter();
        writer.Write(world.Judge(), new ReportTexts(language, world.Library), output);
        return output.ToString();
    }
}
