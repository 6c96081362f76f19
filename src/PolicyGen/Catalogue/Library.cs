using System.Collections.Immutable;
using Newtonsoft.Json.Linq;
using PolicyGen.Diagnostics;

namespace PolicyGen.Catalogue;

/// <summary>A parameter of the initiatives: what people tune without touching a control.</summary>
/// <param name="Name">Name, the same in every initiative and in the Bicep files.</param>
/// <param name="Type">Azure Policy type.</param>
/// <param name="Default">Default value.</param>
/// <param name="StrongType">The portal's picker, for example <c>location</c>; null for none.</param>
/// <param name="Title">Display name.</param>
/// <param name="Description">What it is for.</param>
/// <param name="Requirements">Requirements whose figure or demand is the default; may be empty.</param>
/// <param name="Location">Where it is written.</param>
public sealed record InitiativeParameter(
    string Name,
    string Type,
    JToken Default,
    string? StrongType,
    LocalizedText Title,
    LocalizedText Description,
    ImmutableArray<string> Requirements,
    SourceLocation Location);

/// <summary>A named list of controls that requirements refer to as <c>group:name</c>.</summary>
/// <param name="Name">Name.</param>
/// <param name="Controls">Control ids.</param>
/// <param name="Location">Where it is written.</param>
public sealed record ControlGroup(string Name, ImmutableArray<string> Controls, SourceLocation Location);

/// <summary>The words that requirements and controls share (policies/library.json).</summary>
/// <param name="Version">Version of the rendered definitions and initiatives, <c>major.minor.patch</c>.</param>
/// <param name="Areas">Areas of controls by folder name, with the category shown in the portal.</param>
/// <param name="Signals">Signals by id.</param>
/// <param name="Parameters">Initiative parameters by name.</param>
/// <param name="Groups">Control groups by name.</param>
public sealed record Vocabulary(
    string Version,
    ImmutableSortedDictionary<string, string> Areas,
    ImmutableSortedDictionary<string, LocalizedText> Signals,
    ImmutableSortedDictionary<string, InitiativeParameter> Parameters,
    ImmutableSortedDictionary<string, ControlGroup> Groups);

/// <summary>Everything under policies/ that people write, loaded and checked.</summary>
/// <param name="Vocabulary">Shared words.</param>
/// <param name="Guidelines">The guidelines that were asked for, in the order of <see cref="GuidelineNames.All"/>.</param>
/// <param name="Controls">Controls by id.</param>
public sealed record Library(
    Vocabulary Vocabulary,
    ImmutableArray<Guideline> Guidelines,
    ImmutableSortedDictionary<string, Control> Controls)
{
    /// <summary>Every requirement of every loaded guideline.</summary>
    public IEnumerable<Requirement> Requirements => Guidelines.SelectMany(g => g.Requirements);
}
