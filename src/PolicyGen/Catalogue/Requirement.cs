using System.Collections.Immutable;
using PolicyGen.Diagnostics;

namespace PolicyGen.Catalogue;

/// <summary>How strongly the guideline asks.</summary>
public enum RequirementLevel
{
    /// <summary>A minimum requirement (MHLW: 最低限のガイドライン).</summary>
    Minimum,

    /// <summary>A recommended practice (MHLW: 推奨されるガイドライン).</summary>
    Recommended,

    /// <summary>The guideline draws no such line (MIC, METI).</summary>
    None,
}

/// <summary>The published reference's verdict on Azure for the row.</summary>
public enum Conformance
{
    /// <summary>Azure, or a customer on Azure, can conform.</summary>
    Conformable,

    /// <summary>The row does not concern a cloud platform.</summary>
    OutOfScope,

    /// <summary>The reference gives no verdict.</summary>
    NotAssessed,
}

/// <summary>Who has to act.</summary>
public enum Responsibility
{
    /// <summary>Microsoft, as the operator of Azure.</summary>
    Platform,

    /// <summary>The medical institution or the operator of its systems.</summary>
    User,

    /// <summary>The system integrator that builds on Azure.</summary>
    Integrator,
}

/// <summary>How the row is answered.</summary>
public enum Automation
{
    /// <summary>Azure Policy can see at least a part of it.</summary>
    Policy,

    /// <summary>A person must attest it.</summary>
    Manual,

    /// <summary>Microsoft's side: answered by its evidence.</summary>
    Platform,
}

/// <summary>How much of the row the policies behind it decide.</summary>
public enum Coverage
{
    /// <summary>All of it.</summary>
    Full,

    /// <summary>A part; the <see cref="Requirement.Remainder"/> must be attested.</summary>
    Partial,

    /// <summary>Nothing.</summary>
    None,
}

/// <summary>Which documents show Microsoft's side of the row.</summary>
public enum Disclosure
{
    /// <summary>Public documents.</summary>
    Public,

    /// <summary>Documents under a non-disclosure agreement.</summary>
    Nda,

    /// <summary>None.</summary>
    None,
}

/// <summary>The controls behind a requirement.</summary>
/// <param name="Direct">Controls whose violation violates the requirement. Only these decide its state.</param>
/// <param name="Supporting">Controls whose result is real but indirect evidence, shown beside it.</param>
/// <param name="Why">Why the direct controls prove the row, for an auditor; null where the row names no control.</param>
public sealed record RequirementControls(ImmutableArray<string> Direct, ImmutableArray<string> Supporting, string? Why)
{
    /// <summary>No controls.</summary>
    public static RequirementControls None { get; } = new([], [], null);
}

/// <summary>A figure that the guideline itself demands, such as a password age.</summary>
/// <param name="What">What it limits.</param>
/// <param name="Value">The figure as the guideline gives it, a number or words.</param>
/// <param name="Unit">Its unit.</param>
public sealed record Figure(string What, string Value, string Unit);

/// <summary>Where evidence of Microsoft's side is found.</summary>
/// <param name="Disclosure">Kind of documents.</param>
/// <param name="Documents">Numbers of public documents in the published reference.</param>
/// <param name="NdaDocuments">Numbers of documents under a non-disclosure agreement.</param>
/// <param name="Certifications">Certifications that cover the row, for example ISO/IEC 27001.</param>
/// <param name="Interview">True when the reference was completed by asking Microsoft.</param>
public sealed record Evidence(
    Disclosure Disclosure,
    ImmutableArray<string> Documents,
    ImmutableArray<string> NdaDocuments,
    ImmutableArray<string> Certifications,
    bool Interview);

/// <summary>One row of a guideline.</summary>
/// <param name="Id">Identifier, for example <c>MHLW-6.5-03</c>; also the name of its group in the initiative.</param>
/// <param name="Guideline">The guideline it belongs to.</param>
/// <param name="Section">Its section.</param>
/// <param name="Number">Number of the row within the section; 0 for a row that stands before the numbered ones.</param>
/// <param name="Part">Letter of the part where one number is split into several rows; empty otherwise.</param>
/// <param name="Title">Short title.</param>
/// <param name="Summary">What the row asks, in our words; at most 512 characters.</param>
/// <param name="Level">How strongly it asks.</param>
/// <param name="Conformance">The reference's verdict.</param>
/// <param name="Responsibility">Who has to act; empty where the reference names nobody.</param>
/// <param name="Automation">How it is answered.</param>
/// <param name="Coverage">How much of it policies decide.</param>
/// <param name="Remainder">What a person must still attest and with which evidence; null only when coverage is full.</param>
/// <param name="Signals">Tags that tie it to controls.</param>
/// <param name="Controls">Controls behind it, groups expanded.</param>
/// <param name="Figures">Figures that it demands.</param>
/// <param name="Action">What the customer has to do; null where nothing is asked of the customer.</param>
/// <param name="Evidence">Where Microsoft's evidence is.</param>
/// <param name="Related">Sections of other guidelines that treat the same matter, for example <c>METI-2.5.3</c>.</param>
/// <param name="Citations">The same sections by the number that the published reference prints.</param>
/// <param name="Rationale">Why it is automated to the degree it is; English, for the maintainers.</param>
/// <param name="Location">Where its data is written.</param>
public sealed record Requirement(
    string Id,
    GuidelineId Guideline,
    Section Section,
    int Number,
    string Part,
    LocalizedText Title,
    LocalizedText Summary,
    RequirementLevel Level,
    Conformance Conformance,
    ImmutableArray<Responsibility> Responsibility,
    Automation Automation,
    Coverage Coverage,
    LocalizedText? Remainder,
    ImmutableArray<string> Signals,
    RequirementControls Controls,
    ImmutableArray<Figure> Figures,
    LocalizedText? Action,
    Evidence Evidence,
    ImmutableArray<string> Related,
    ImmutableArray<string> Citations,
    string Rationale,
    SourceLocation Location)
{
    /// <summary>Signals that no control of the row carries, with the reason why no policy can check them here.</summary>
    public ImmutableSortedDictionary<string, LocalizedText> Unserved { get; init; } = ImmutableSortedDictionary<string, LocalizedText>.Empty;

    /// <summary>
    /// True when a person has to attest something: every manual and platform row, and the part of the others that no
    /// policy decides.
    /// </summary>
    public bool NeedsAttestation => Coverage != Coverage.Full;
}
