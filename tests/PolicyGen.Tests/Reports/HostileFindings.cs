using PolicyGen.Catalogue;
using PolicyGen.Evaluation;
using PolicyGen.Results;
using static PolicyGen.Tests.Support.ResultSamples;

namespace PolicyGen.Tests.Reports;

/// <summary>Findings whose every text is of unknown origin, and means harm.</summary>
internal static class HostileFindings
{
    public static readonly string[] Texts =
    [
        "=HYPERLINK(\"http://evil\")", "+1", "-1", "@SUM(1)", "\tx", "\rx", "＝1", "a,b", "a\"b", "a\r\nb", "'quoted",
        "\n::error::pwned", "::set-output name=a::b", "##vso[task.setvariable variable=a]b", "x ##VSO[task.complete]", "##[error]x", "%0A::error::x", "a;b]c",
        "]]></failure><x/>", "<script>alert(1)</script>", "&amp;", "\u0000\u001b[31m\u0007", "\u202Egnp.exe", "\u2028", "\uFFFF", "\uD800", "😀",
        "| a | b |\n| --- |", "[click](https://evil)", "![x](https://evil/x.png)", "# heading", "@everyone", "https://evil.example", "www.evil.example", "`code`", "<!-- x", "$x$", "",
    ];

    public static RunResult Result { get; } = ResultOf();

    private static RunResult ResultOf()
    {
        var findings = Texts.Select((text, i) =>
        {
            var policy = new PolicyIdentity("c" + (i % 3) + text, text, text, Severity.High, text, text, [new PolicyReferencePlace(text, text, text, [text])]);
            var verdict = Judged(i % 2 == 0 ? ComplianceState.NonCompliant : ComplianceState.Error, new Reason(text, text.Length > 0 ? text : "equals", text, text, text)) with
            {
                Exemption = text,
                Related = [new RelatedResource(text, ComplianceState.Unknown, [new Reason(text, "equals", text, text)])],
            };
            return Finding(policy, Resource(text, text.Length > 0 ? text : "t", file: text), verdict);
        });
        var result = Tests.Support.ResultSamples.Result(findings);
        return result with { Run = result.Run with { Warnings = [.. Texts] } };
    }
}
