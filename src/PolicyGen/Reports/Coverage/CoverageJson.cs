using Newtonsoft.Json.Linq;
using PolicyGen.Catalogue;

namespace PolicyGen.Reports.Coverage;

/// <summary>The coverage matrix as JSON, texts in both languages.</summary>
public static class CoverageJson
{
    /// <summary>The matrix; property names are those of the data files.</summary>
    public static JObject Write(CoverageMatrix matrix)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        return new JObject
        {
            ["total"] = Write(matrix.Total),
            ["guidelines"] = new JObject(matrix.ByGuideline.Select(g => new JProperty(g.Guideline.Name(), Write(g.Counts)))),
            ["requirements"] = new JArray(matrix.Requirements.Select(Write)),
            ["unusedControls"] = new JArray(matrix.Unused.Select(c => c.Id)),
        };
    }

    private static JObject Write(CoverageCounts counts) => new()
    {
        ["requirements"] = counts.Requirements,
        ["automation"] = new JObject(counts.Automation.Select(a => new JProperty(CatalogueJson.Name(a.Key), a.Value))),
        ["coverage"] = new JObject(counts.Coverage.Select(c => new JProperty(CatalogueJson.Name(c.Key), c.Value))),
        ["direct"] = counts.Direct,
        ["supporting"] = counts.Supporting,
        ["explained"] = counts.Explained,
        ["gaps"] = counts.Gaps,
    };

    private static JObject Write(RequirementCoverage row) => new()
    {
        ["id"] = row.Requirement.Id,
        ["title"] = Write(row.Requirement.Title),
        ["automation"] = CatalogueJson.Name(row.Requirement.Automation),
        ["coverage"] = CatalogueJson.Name(row.Requirement.Coverage),
        ["direct"] = new JArray(row.Requirement.Controls.Direct),
        ["supporting"] = new JArray(row.Requirement.Controls.Supporting),
        ["why"] = row.Requirement.Controls.Why,
        ["signals"] = new JObject(row.Signals.Select(s => new JProperty(s.Signal, s.Reason is { } reason && s.Controls.IsEmpty
            ? new JObject { ["controls"] = new JArray(), ["reason"] = Write(reason) }
            : new JObject { ["controls"] = new JArray(s.Controls) }))),
        ["gaps"] = new JArray(row.Gaps.Select(s => s.Signal)),
    };

    private static JObject Write(LocalizedText text) => new() { ["en"] = text.English, ["ja"] = text.Japanese };
}
