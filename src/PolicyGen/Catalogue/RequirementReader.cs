using System.Collections.Immutable;
using PolicyGen.Data;

namespace PolicyGen.Catalogue;

/// <summary>Binds one row of a requirements file.</summary>
internal static class RequirementReader
{
    public static Requirement Read(DataNode node, GuidelineId guideline, Dictionary<string, Section> sections)
    {
        node.Only("id", "section", "number", "part", "title", "summary", "level", "conformance", "responsibility", "automation", "coverage",
            "remainder", "signals", "controls", "figures", "action", "evidence", "related", "citations", "rationale");
        var sectionId = node.Text("section");
        if (!sections.TryGetValue(sectionId, out var section))
        {
            node.Find("section")?.Expected("the id of one of the sections listed in this file");
            section = new Section(sectionId, new LocalizedText("", ""), new LocalizedText("", ""));
        }

        var id = node.Text("id");
        var number = node.Number("number");
        var part = node.OptionalText("part") ?? "";
        var expected = $"{guideline.Prefix()}-{sectionId}-{number:00}{part}";
        if (id != expected)
            node.Find("id")?.Expected($"\"{expected}\", made of the guideline, section, number and part");

        return new Requirement(
            id,
            guideline,
            section,
            number,
            part,
            LocalizedText.Read(node, "title"),
            LocalizedText.Read(node, "summary"),
            node.Choice("level", Levels),
            node.Choice("conformance", Conformances),
            [.. node.RequiredItems("responsibility").Select(r => r.AsChoice(Responsibilities))],
            node.Choice("automation", Automations),
            node.Choice("coverage", Coverages),
            LocalizedText.ReadOptional(node, "remainder"),
            node.Texts("signals"),
            ReadControls(node.Find("controls")),
            [.. node.Items("figures").Select(ReadFigure)],
            LocalizedText.ReadOptional(node, "action"),
            ReadEvidence(node.Require("evidence")),
            node.OptionalTexts("related"),
            node.OptionalTexts("citations"),
            node.Text("rationale"),
            node.Location);
    }

    private static RequirementControls ReadControls(DataNode? node)
    {
        if (node is not { } controls)
            return RequirementControls.None;
        controls.Only("direct", "supporting", "why");
        return new RequirementControls(controls.Texts("direct"), controls.Texts("supporting"), controls.Text("why"));
    }

    private static Figure ReadFigure(DataNode node)
    {
        node.Only("what", "value", "unit");
        return new Figure(node.Text("what"), node.Text("value"), node.Text("unit"));
    }

    private static Evidence ReadEvidence(DataNode? node)
    {
        if (node is not { } evidence)
            return new Evidence(Disclosure.None, [], [], [], false);
        evidence.Only("disclosure", "documents", "ndaDocuments", "certifications", "interview");
        return new Evidence(evidence.Choice("disclosure", Disclosures), evidence.Texts("documents"), evidence.Texts("ndaDocuments"),
            evidence.Texts("certifications"), evidence.Flag("interview"));
    }

    internal static readonly ImmutableDictionary<string, RequirementLevel> Levels =
        Names(("minimum", RequirementLevel.Minimum), ("recommended", RequirementLevel.Recommended), ("none", RequirementLevel.None));

    internal static readonly ImmutableDictionary<string, Responsibility> Responsibilities =
        Names(("platform", Responsibility.Platform), ("user", Responsibility.User), ("integrator", Responsibility.Integrator));

    internal static readonly ImmutableDictionary<string, Automation> Automations =
        Names(("policy", Automation.Policy), ("manual", Automation.Manual), ("platform", Automation.Platform));

    private static readonly ImmutableDictionary<string, Conformance> Conformances =
        Names(("conformable", Conformance.Conformable), ("outOfScope", Conformance.OutOfScope), ("notAssessed", Conformance.NotAssessed));

    private static readonly ImmutableDictionary<string, Coverage> Coverages =
        Names(("full", Coverage.Full), ("partial", Coverage.Partial), ("none", Coverage.None));

    private static readonly ImmutableDictionary<string, Disclosure> Disclosures =
        Names(("public", Disclosure.Public), ("nda", Disclosure.Nda), ("none", Disclosure.None));

    private static ImmutableDictionary<string, T> Names<T>(params (string Name, T Value)[] pairs) =>
        pairs.ToImmutableDictionary(p => p.Name, p => p.Value, StringComparer.Ordinal);
}
