using System.Collections.Immutable;
using System.Globalization;
using Newtonsoft.Json.Linq;
using PolicyGen.Catalogue;
using PolicyGen.Diagnostics;

namespace PolicyGen.Rendering.Initiatives;

/// <summary>
/// Builds the initiative of a guideline: each requirement a group, its direct controls members of the group, what a
/// person must attest a reference to one of three shared manual definitions.
/// </summary>
/// <remarks>
/// A control that is only supporting evidence is referenced without a group: Azure evaluates it, so that reports can show
/// it, but it cannot make a requirement look violated. Manual definitions are shared because a scope holds at most 500
/// custom definitions; each reference still has attestations of its own (attestations name the reference id).
/// </remarks>
internal sealed class InitiativeBuilder(Library library, DefinitionChoice choice, TemplateTexts texts, Language language, DiagnosticBag diagnostics)
{
    private const string CustomerAttestation = "attestation-customer";
    private const string PlatformAttestation = "attestation-platform";
    private const string RemainderAttestation = "attestation-remainder";

    public Initiative Build(Guideline guideline)
    {
        var direct = new SortedDictionary<string, List<string>>(StringComparer.Ordinal);
        foreach (var requirement in guideline.Requirements)
        {
            foreach (var control in requirement.Controls.Direct)
                (direct.TryGetValue(control, out var rows) ? rows : direct[control] = []).Add(requirement.Id);
            foreach (var control in requirement.Controls.Supporting)
                direct.TryAdd(control, []);
        }

        var references = ImmutableArray.CreateBuilder<PolicyReference>();
        foreach (var (id, rows) in direct)
            AddControl(references, library.Controls[id], rows);
        foreach (var requirement in guideline.Requirements.Where(r => r.NeedsAttestation))
            AddAttestation(references, requirement);

        CheckNames(references, guideline);
        return new Initiative(guideline, references.ToImmutable(), ParametersOf(references));
    }

    private void AddControl(ImmutableArray<PolicyReference>.Builder references, Control control, List<string> requirements)
    {
        var number = 0;
        foreach (var target in choice.For(control))
        {
            // A reference holds at most 16 groups: a control that serves more is referenced again.
            var chunks = requirements.Count == 0 ? [[]] : requirements.Chunk(InitiativeLimits.GroupsPerReference);
            foreach (var chunk in chunks)
            {
                number++;
                var id = number == 1 ? control.Id : string.Create(CultureInfo.InvariantCulture, $"{control.Id}_{number}");
                references.Add(new PolicyReference(id, control, target, [.. chunk], Rows(chunk)));
            }
        }
    }

    private void AddAttestation(ImmutableArray<PolicyReference>.Builder references, Requirement requirement)
    {
        var id = requirement.Automation switch
        {
            Automation.Platform => PlatformAttestation,
            Automation.Policy => RemainderAttestation,
            _ => CustomerAttestation,
        };
        if (!library.Controls.TryGetValue(id, out var control) || control.Pattern != Control.ManualPattern)
        {
            diagnostics.Error("attestation-missing", $"The control \"{id}\" of the pattern \"manual\", which requirements are attested by, does not exist.", requirement.Location);
            return;
        }

        references.Add(new PolicyReference("attestation_" + requirement.Id, control, choice.For(control)[0], [requirement.Id], AttestationMessage(requirement)));
    }

    private string Rows(string[] requirements)
    {
        var rows = requirements.Length <= 3
            ? string.Join(", ", requirements)
            : string.Join(", ", requirements.Take(3)) + Text("message_more").Replace("{0}", (requirements.Length - 3).ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);
        return rows.Length == 0 ? "" : rows + ": ";
    }

    private string AttestationMessage(Requirement requirement)
    {
        var supporting = requirement.Controls.Direct.IsEmpty && !requirement.Controls.Supporting.IsEmpty
            ? Text("message_supporting") + string.Join(", ", requirement.Controls.Supporting)
            : "";
        return $"{requirement.Id}: {requirement.Title.In(language)}{Text("message_attest")}{requirement.Remainder!.In(language)}{supporting}";
    }

    private string Text(string name) => (string)texts.In(language)[name]!;

    private ImmutableArray<InitiativeParameter> ParametersOf(IEnumerable<PolicyReference> references)
    {
        var used = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var value in references.SelectMany(r => r.Target.Parameters.Values))
        {
            if (value is JValue { Type: JTokenType.String } && ParameterOf((string)value!) is { } name)
                used.Add(name);
        }

        return [.. used.Select(name => library.Vocabulary.Parameters[name])];
    }

    private string? ParameterOf(string expression) =>
        library.Vocabulary.Parameters.Keys.FirstOrDefault(name => expression == $"[parameters('{name}')]");

    private void CheckNames(IEnumerable<PolicyReference> references, Guideline guideline)
    {
        foreach (var twice in references.GroupBy(r => r.Id, StringComparer.OrdinalIgnoreCase).Where(g => g.Count() > 1))
            diagnostics.Error("duplicate-id", $"The initiative {guideline.Id.Name()} would hold the reference \"{twice.Key}\" twice.", twice.First().Control.Location);
    }
}
