using System.Collections.Immutable;

namespace PolicyGen.Catalogue;

/// <summary>One of the three ministries' guidelines.</summary>
public enum GuidelineId
{
    /// <summary>厚生労働省, Ministry of Health, Labour and Welfare.</summary>
    Mhlw,

    /// <summary>総務省, Ministry of Internal Affairs and Communications.</summary>
    Mic,

    /// <summary>経済産業省, Ministry of Economy, Trade and Industry.</summary>
    Meti,
}

/// <summary>A section of a guideline.</summary>
/// <param name="Id">Number, for example <c>6.5</c>.</param>
/// <param name="Chapter">Title of the chapter that holds it.</param>
/// <param name="Title">Title.</param>
public sealed record Section(string Id, LocalizedText Chapter, LocalizedText Title);

/// <summary>A guideline with all its rows.</summary>
/// <param name="Id">Which one.</param>
/// <param name="Title">Full title.</param>
/// <param name="Issuer">The ministry.</param>
/// <param name="Requirements">Every row, in the guideline's order.</param>
public sealed record Guideline(GuidelineId Id, LocalizedText Title, LocalizedText Issuer, ImmutableArray<Requirement> Requirements);

/// <summary>Spellings of the guidelines' names.</summary>
public static class GuidelineNames
{
    /// <summary>All guidelines in the order in which they are listed everywhere.</summary>
    public static ImmutableArray<GuidelineId> All { get; } = [GuidelineId.Mhlw, GuidelineId.Mic, GuidelineId.Meti];

    /// <summary>Lower-case name in files and options: <c>mhlw</c>, <c>mic</c>, <c>meti</c>.</summary>
    public static string Name(this GuidelineId id) => id switch
    {
        GuidelineId.Mhlw => "mhlw",
        GuidelineId.Mic => "mic",
        _ => "meti",
    };

    /// <summary>Upper-case name, the prefix of requirement ids.</summary>
    public static string Prefix(this GuidelineId id) => id switch
    {
        GuidelineId.Mhlw => "MHLW",
        GuidelineId.Mic => "MIC",
        _ => "METI",
    };

    /// <summary>Reads a name in any letter case; null when it is none of the three.</summary>
    public static GuidelineId? Parse(string name)
    {
        foreach (var id in All)
        {
            if (string.Equals(id.Name(), name, StringComparison.OrdinalIgnoreCase))
                return id;
        }

        return null;
    }

    /// <summary>The guideline of a requirement id (<c>MHLW-6.5-03</c>); null when the prefix is none of the three.</summary>
    public static GuidelineId? OfRequirement(string requirementId)
    {
        ArgumentNullException.ThrowIfNull(requirementId);
        var dash = requirementId.IndexOf('-', StringComparison.Ordinal);
        return dash < 0 ? null : Parse(requirementId[..dash]);
    }
}
