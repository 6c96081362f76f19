using Newtonsoft.Json.Linq;

namespace PolicyGen.Catalogue;

/// <summary>Writes requirements and controls as JSON for other programs, with the property names of the data files.</summary>
public static class CatalogueJson
{
    /// <summary>A requirement, control groups expanded.</summary>
    public static JObject Write(Requirement requirement)
    {
        ArgumentNullException.ThrowIfNull(requirement);
        var json = new JObject
        {
            ["id"] = requirement.Id,
            ["guideline"] = requirement.Guideline.Name(),
            ["section"] = requirement.Section.Id,
            ["sectionTitle"] = Write(requirement.Section.Title),
            ["chapter"] = Write(requirement.Section.Chapter),
            ["number"] = requirement.Number,
        };
        if (requirement.Part.Length > 0)
            json["part"] = requirement.Part;
        json["title"] = Write(requirement.Title);
        json["summary"] = Write(requirement.Summary);
        json["level"] = Name(requirement.Level);
        json["conformance"] = Name(requirement.Conformance);
        json["responsibility"] = new JArray(requirement.Responsibility.Select(Name));
        json["automation"] = Name(requirement.Automation);
        json["coverage"] = Name(requirement.Coverage);
        if (requirement.Remainder is { } remainder)
            json["remainder"] = Write(remainder);
        json["signals"] = new JArray(requirement.Signals);
        json["controls"] = new JObject
        {
            ["direct"] = new JArray(requirement.Controls.Direct),
            ["supporting"] = new JArray(requirement.Controls.Supporting),
            ["why"] = requirement.Controls.Why,
        };
        if (!requirement.Unserved.IsEmpty)
            json["unserved"] = new JObject(requirement.Unserved.Select(u => new JProperty(u.Key, Write(u.Value))));
        json["figures"] = new JArray(requirement.Figures.Select(f => new JObject { ["what"] = f.What, ["value"] = f.Value, ["unit"] = f.Unit }));
        if (requirement.Action is { } action)
            json["action"] = Write(action);
        json["evidence"] = new JObject
        {
            ["disclosure"] = Name(requirement.Evidence.Disclosure),
            ["documents"] = new JArray(requirement.Evidence.Documents),
            ["ndaDocuments"] = new JArray(requirement.Evidence.NdaDocuments),
            ["certifications"] = new JArray(requirement.Evidence.Certifications),
            ["interview"] = requirement.Evidence.Interview,
        };
        json["related"] = new JArray(requirement.Related);
        json["citations"] = new JArray(requirement.Citations);
        json["rationale"] = requirement.Rationale;
        return json;
    }

    /// <summary>A control without its samples.</summary>
    public static JObject Write(Control control)
    {
        ArgumentNullException.ThrowIfNull(control);
        return new JObject
        {
            ["id"] = control.Id,
            ["area"] = control.Area,
            ["title"] = Write(control.Title),
            ["severity"] = Name(control.Severity),
            ["signals"] = new JArray(control.Signals),
            ["resourceTypes"] = new JArray(control.ResourceTypes),
            ["mode"] = control.Mode,
            ["pattern"] = control.Pattern,
            ["effects"] = new JObject { ["default"] = control.Effects.Default, ["allowed"] = new JArray(control.Effects.Allowed) },
            ["parameters"] = new JObject(control.Parameters.Select(p => new JProperty(p.Name, new JObject
            {
                ["type"] = p.Type,
                ["default"] = p.Default,
                ["initiativeParameter"] = p.InitiativeParameter,
            }))),
            ["builtin"] = new JArray(control.BuiltIns.Select(b => new JObject { ["id"] = b.Id, ["name"] = b.Name, ["relation"] = Name(b.Relation) })),
            ["remediation"] = Write(control.Remediation),
            ["notes"] = control.Notes,
        };
    }

    /// <summary>An enumeration member as the data files spell it: <c>OutOfScope</c> is <c>outOfScope</c>.</summary>
    public static string Name<T>(T value) where T : struct, Enum
    {
        var name = value.ToString();
        return char.ToLowerInvariant(name[0]) + name[1..];
    }

    private static JObject Write(LocalizedText text) => new() { ["en"] = text.English, ["ja"] = text.Japanese };
}
