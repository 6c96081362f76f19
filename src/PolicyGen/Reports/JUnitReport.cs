using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Xml;
using PolicyGen.Catalogue;
using PolicyGen.Diagnostics;
using PolicyGen.Evaluation;
using PolicyGen.Results;

namespace PolicyGen.Reports;

/// <summary>
/// JUnit's XML as Jenkins, GitLab and Azure DevOps read it: a test suite a control, a test case a finding. A violation is a
/// failure, a rule that fails is an error; what is unknown, exempt or in the baseline is skipped. A control without findings
/// is one test case. What an audit could not read is an error in a suite of its own.
/// </summary>
public sealed class JUnitReport : IReportWriter
{
    /// <inheritdoc/>
    public string Format => "junit";

    /// <inheritdoc/>
    public void Write(RunResult result, ReportTexts texts, TextWriter output)
    {
        ArgumentNullException.ThrowIfNull(result);
        ArgumentNullException.ThrowIfNull(texts);
        ArgumentNullException.ThrowIfNull(output);
        var findings = result.Findings.ToLookup(f => f.Control, StringComparer.OrdinalIgnoreCase);
        var suites = result.Controls.Select(c => new Suite(c.Id, c.State, [.. findings[c.Id]])).ToList();

        // By hand: the declaration of XmlWriter names the encoding of the text writer, which for a string is UTF-16.
        output.Write("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        using (var xml = XmlWriter.Create(output, new XmlWriterSettings { OmitXmlDeclaration = true, Indent = true, NewLineChars = "\n", NewLineHandling = NewLineHandling.Entitize, CloseOutput = false }))
        {
            xml.WriteStartElement("testsuites");
            Attribute(xml, "name", "policygen");
            var unread = result.Audit?.Failures ?? [];
            Numbers(xml, suites.Sum(s => s.Tests) + unread.Length, suites.Sum(s => s.Failures), suites.Sum(s => s.Errors) + unread.Length, suites.Sum(s => s.Skipped));
            if (!unread.IsEmpty)
                Write(unread, xml);
            foreach (var suite in suites)
                Write(suite, texts, xml);
            xml.WriteEndElement();
        }

        output.Write('\n');
    }

    private static void Write(ImmutableArray<AuditGap> unread, XmlWriter xml)
    {
        const string Name = "audit.failures";
        xml.WriteStartElement("testsuite");
        Attribute(xml, "name", Name);
        Numbers(xml, unread.Length, 0, unread.Length, 0);
        foreach (var gap in unread)
        {
            xml.WriteStartElement("testcase");
            Attribute(xml, "classname", Name);
            Attribute(xml, "name", $"{gap.Part} {gap.Scope}");
            Element(xml, "error", AuditSections.Failure(gap), null);
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    private static void Write(Suite suite, ReportTexts texts, XmlWriter xml)
    {
        xml.WriteStartElement("testsuite");
        Attribute(xml, "name", suite.Control);
        Numbers(xml, suite.Tests, suite.Failures, suite.Errors, suite.Skipped);
        if (suite.Findings.Length == 0)
        {
            xml.WriteStartElement("testcase");
            Attribute(xml, "classname", suite.Control);
            Attribute(xml, "name", texts.ControlOf(suite.Control)?.Title.In(texts.Language) ?? suite.Control);
            if (OutcomeOf(suite.State, inBaseline: false) is { } outcome)
                Element(xml, outcome, texts.Of(suite.State), null);
            xml.WriteEndElement();
        }

        foreach (var finding in suite.Findings)
            Write(finding, texts, xml);
        xml.WriteEndElement();
    }

    private static void Write(Finding finding, ReportTexts texts, XmlWriter xml)
    {
        xml.WriteStartElement("testcase");
        Attribute(xml, "classname", finding.Control);
        Attribute(xml, "name", finding.Resource.Id);
        if (texts.FileOf(finding) is { } file)
            Attribute(xml, "file", file);
        if (finding.Source.Line > 0)
            Attribute(xml, "line", finding.Source.Line.ToString(CultureInfo.InvariantCulture));
        if (OutcomeOf(finding.State, finding.InBaseline) is { } outcome)
            Element(xml, outcome, $"{texts.Of(finding.State)}: {texts.Title(finding.Policy)}", finding.Severity, Details(finding, texts));
        xml.WriteEndElement();
    }

    private static string Details(Finding finding, ReportTexts texts)
    {
        var text = new StringBuilder();
        void Line(ReportWord word, string? value)
        {
            if (!string.IsNullOrEmpty(value))
                text.Append(texts.Of(word)).Append(": ").Append(TerminalText.Escape(value)).Append('\n');
        }

        Line(ReportWord.Resource, $"{finding.Resource.Name} ({finding.Resource.Type})");
        Line(ReportWord.Why, texts.Why(finding));
        Line(ReportWord.Fix, texts.Remediation(finding.Policy));
        Line(ReportWord.Source, texts.SourceOf(finding));
        Line(ReportWord.Requirements, string.Join(", ", finding.Policy.Requirements));
        return text.ToString();
    }

    // Null: the test passes.
    private static string? OutcomeOf(ComplianceState state, bool inBaseline) => state switch
    {
        ComplianceState.Compliant => null,
        ComplianceState.NonCompliant when !inBaseline => "failure",
        ComplianceState.Error when !inBaseline => "error",
        _ => "skipped",
    };

    private static void Element(XmlWriter xml, string name, string message, Severity? severity, string text = "")
    {
        xml.WriteStartElement(name);
        Attribute(xml, "message", message);
        if (severity is { } known && name != "skipped")
            Attribute(xml, "type", CatalogueJson.Name(known));
        if (text.Length > 0)
            xml.WriteString(Valid(text));
        xml.WriteEndElement();
    }

    private static void Numbers(XmlWriter xml, int tests, int failures, int errors, int skipped)
    {
        Attribute(xml, "tests", tests.ToString(CultureInfo.InvariantCulture));
        Attribute(xml, "failures", failures.ToString(CultureInfo.InvariantCulture));
        Attribute(xml, "errors", errors.ToString(CultureInfo.InvariantCulture));
        Attribute(xml, "skipped", skipped.ToString(CultureInfo.InvariantCulture));
    }

    private static void Attribute(XmlWriter xml, string name, string value) => xml.WriteAttributeString(name, Valid(TerminalText.Escape(value)));

    // What XML cannot hold even as a reference: halves of surrogate pairs and U+FFFE, U+FFFF. Control characters are gone already.
    private static string Valid(string text)
    {
        var result = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (XmlConvert.IsXmlChar(text[i]))
                result.Append(text[i]);
            else if (i + 1 < text.Length && XmlConvert.IsXmlSurrogatePair(text[i + 1], text[i]))
                result.Append(text[i]).Append(text[++i]);
            else
                result.Append('\uFFFD');
        }

        return result.ToString();
    }

    private sealed record Suite(string Control, ComplianceState State, Finding[] Findings)
    {
        public int Tests => Math.Max(1, Findings.Length);

        public int Failures => Count("failure");

        public int Errors => Count("error");

        public int Skipped => Count("skipped");

        private int Count(string outcome) => Findings.Length == 0
            ? (OutcomeOf(State, inBaseline: false) == outcome ? 1 : 0)
            : Findings.Count(f => OutcomeOf(f.State, f.InBaseline) == outcome);
    }
}
