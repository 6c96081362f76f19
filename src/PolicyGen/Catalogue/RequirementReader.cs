using System.Collections.Immutable;
using PolicyGen.Data;

namespace PolicyGen.Catalogue;

/// <summary>Binds one row of a requirements file.</summary>
internal static class RequirementReader
{
    public static Requirement Read(DataNode node, GuidelineId guideline, Dictionary<string, Section> sections)
    {
        node.Only("id", "section", "number", "part", "title", "summary", "level", "conformance", "responsibility", "automation", "coverage",
            "remainder", "signals", "controls", "unserved", "figures", "action", "evidence", "related", "citations", "rationale");
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
            (RequirementLevel)node.Choice("level", "minimum", "recommended", "none"),
            (Conformance)node.Choice("conformance", "conformable", "outOfScope", "notAssessed"),
            [.. node.RequiredItems("responsibility").Select(r => (Responsibility)r.AsChoice("platform", "user", "integrator"))],
            (Automation)node.Choice("automation", "policy", "manual", "platform"),
            (Coverage)node.Choice("coverage", "full", "partial", "none"),
            LocalizedText.ReadOptional(node, "remainder"),
            node.Texts("signals"),
            ReadControls(node.Find("controls")),
            [.. node.Items("figures").Select(ReadFigure)],
            LocalizedText.ReadOptional(node, "action"),
            ReadEvidence(node.Require("evidence")),
            node.OptionalTexts("related"),
            node.OptionalTexts("citations"),
            node.Text("rationale"),
            node.Location)
        {
            Unserved = ReadUnserved(node),
        };
    }

    private static ImmutableSortedDictionary<string, LocalizedText> ReadUnserved(DataNode node) => node.Find("unserved") is not { } unserved
        ? ImmutableSortedDictionary<string, LocalizedText>.Empty
        : node.Members("unserved").ToImmutableSortedDictionary(m => m.Name, m => LocalizedText.Read(unserved, m.Name), StringComparer.Ordinal);

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
        return new Evidence((Disclosure)evidence.Choice("disclosure", "public", "nda", "none"), evidence.Texts("documents"), evidence.Texts("ndaDocuments"),
            evidence.Texts("certifications"), evidence.Flag("interview"));
    }
}
