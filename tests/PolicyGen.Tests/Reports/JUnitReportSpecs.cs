using System.Xml.Linq;
using NUnit.Framework;
using PolicyGen.Catalogue;
using PolicyGen.Evaluation;
using PolicyGen.Reports;
using PolicyGen.Results;
using static PolicyGen.Tests.Support.ResultSamples;

namespace PolicyGen.Tests.Reports;

/// <summary>Test results as Jenkins, GitLab and Azure DevOps read them.</summary>
public class JUnitReportSpecs
{
    [TestCase(ComplianceState.NonCompliant, false, "failure")]
    [TestCase(ComplianceState.NonCompliant, true, "skipped")]
    [TestCase(ComplianceState.Error, false, "error")]
    [TestCase(ComplianceState.Error, true, "skipped")]
    [TestCase(ComplianceState.Unknown, false, "skipped")]
    [TestCase(ComplianceState.Exempt, false, "skipped")]
    [TestCase(ComplianceState.NotApplicable, false, "skipped")]
    [TestCase(ComplianceState.Compliant, false, null)]
    public void A_state_has_its_outcome(ComplianceState state, bool inBaseline, string? outcome)
    {
        var test = Write(Result(Finding(Policy("c"), Resource("a"), Judged(state)) with { InBaseline = inBaseline })).Descendants("testcase").Single();
        Assert.That(test.Elements().SingleOrDefault()?.Name.LocalName, Is.EqualTo(outcome));
        Assert.That(((string?)test.Attribute("classname"), (string?)test.Attribute("name"), (string?)test.Attribute("file"), (string?)test.Attribute("line")), Is.EqualTo(("c", Resource("a").Id, "main.bicep", "12")));
    }

    [TestCase(ComplianceState.Compliant, null)]
    [TestCase(ComplianceState.NotApplicable, "skipped")]
    [TestCase(ComplianceState.Unknown, "skipped")]
    [TestCase(ComplianceState.NonCompliant, "failure")]
    [TestCase(ComplianceState.Error, "error")]
    public void A_control_without_findings_is_one_test(ComplianceState state, string? outcome)
    {
        var document = Write(Result() with { Controls = [new ControlResult("c", state, 3, 0, 0, 0, 0, 0)] });
        Assert.That(document.Descendants("testcase").Single().Elements().SingleOrDefault()?.Name.LocalName, Is.EqualTo(outcome));
    }

    [Test]
    public void The_numbers_add_up()
    {
        var document = Write(Result(
            Finding(Policy("c"), Resource("a"), Violation), Finding(Policy("c"), Resource("b"), Judged(ComplianceState.Error)),
            Finding(Policy("d"), Resource("a"), Judged(ComplianceState.Unknown)), Finding(Policy("d"), Resource("b"), Judged(ComplianceState.Compliant))));
        string Numbers(XElement element) => string.Join(' ', new[] { "tests", "failures", "errors", "skipped" }.Select(n => (string?)element.Attribute(n)));
        Assert.That(Numbers(document.Root!), Is.EqualTo("4 1 1 1"));
        Assert.That(document.Root!.Elements("testsuite").Select(Numbers), Is.EqualTo(new[] { "2 1 1 0", "2 0 0 1" }));
    }

    [Test]
    public void A_failure_says_why_and_how_to_mend_it()
    {
        var failure = Write(Result(Finding(Policy("c", "MHLW-6.1-01") with { Message = "Use TLS 1.2." }, Resource("a"), Violation))).Descendants("failure").Single();
        Assert.That((string?)failure.Attribute("message"), Is.EqualTo("Non-compliant: Display name of c"));
        Assert.That(failure.Value, Is.EqualTo("Resource: a (Microsoft.Storage/storageAccounts)\nWhy: properties.minimumTlsVersion: found \"TLS1_0\", compared by notIn [\"TLS1_2\",\"TLS1_3\"]\nFix: Use TLS 1.2.\nSource: main.bicep:12\nRequirements: MHLW-6.1-01\n"));
    }

    [Test]
    public void Hostile_texts_leave_it_well_formed()
    {
        var document = Write(HostileFindings.Result);
        Assert.That(document.Descendants("testcase").Count(), Is.EqualTo(HostileFindings.Texts.Length));
        Assert.That(document.Descendants().Select(e => e.Name.LocalName).Distinct(), Is.EquivalentTo(new[] { "testsuites", "testsuite", "testcase", "failure", "error" }));
    }

    private static XDocument Write(RunResult result)
    {
        var output = new StringWriter { NewLine = "\r\n" };
        new JUnitReport().Write(result, new ReportTexts(Language.English), output);
        Assert.That(output.ToString(), Does.StartWith("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n").And.EndsWith("\n").And.Not.Contain("\r"));
        return XDocument.Parse(output.ToString());
    }
}
