using System.Globalization;
using PolicyGen.Diagnostics;

namespace PolicyGen.Catalogue;

/// <summary>What must hold between the files of a library before anything can be rendered from it.</summary>
internal sealed class LibraryChecks(Library library, DiagnosticBag diagnostics)
{
    public void Run()
    {
        foreach (var control in library.Controls.Values)
            Check(control);

        var seen = new Dictionary<string, Requirement>(StringComparer.Ordinal);
        foreach (var requirement in library.Requirements)
        {
            if (!seen.TryAdd(requirement.Id, requirement))
                diagnostics.Error("duplicate-id", $"The requirement \"{requirement.Id}\" is defined twice.", requirement.Location);
            Check(requirement);
        }

        foreach (var group in library.Vocabulary.Groups.Values)
        {
            foreach (var id in group.Controls.Where(id => !library.Controls.ContainsKey(id)))
                diagnostics.Error("unknown-control", $"The group \"{group.Name}\" names the control \"{id}\", which does not exist.", group.Location);
        }
    }

    private void Check(Control control)
    {
        if (!library.Vocabulary.Areas.ContainsKey(control.Area))
            diagnostics.Error("unknown-area", $"The folder \"{control.Area}\" is not an area of policies/library.json.", control.Location);
        CheckSignals(control.Signals, control.Location);
        if (!control.Effects.Allowed.Contains(control.Effects.Default, StringComparer.Ordinal))
            diagnostics.Error("effect-parameter", $"The default effect \"{control.Effects.Default}\" is not among the allowed ones.", control.Location);

        foreach (var parameter in control.Parameters)
        {
            if (parameter.InitiativeParameter is { } name && library.Vocabulary.Parameters.TryGetValue(name, out var shared)
                && !string.Equals(shared.Type, parameter.Type, StringComparison.Ordinal))
            {
                diagnostics.Error("parameter-type", $"The initiative parameter \"{name}\" has type {shared.Type}, this parameter {parameter.Type}.", parameter.Location);
            }
        }

        foreach (var builtIn in control.BuiltIns)
        {
            foreach (var (name, value) in builtIn.Parameters)
            {
                if (value.Parameter is { } own && !control.Parameters.Any(p => p.Name == own))
                    diagnostics.Error("undeclared-parameter", $"The built-in's parameter \"{name}\" takes the control's parameter \"{own}\", which it does not declare.", builtIn.Location);
            }
        }

        if (control.Pattern == Control.BuiltInPattern && !control.BuiltIns.Any(b => b.Relation is BuiltInRelation.Same or BuiltInRelation.Part))
            diagnostics.Error("builtin-missing", "A control of the pattern \"builtin\" names a built-in with the relation \"same\", or its \"part\"s.", control.Location);
    }

    private void Check(Requirement requirement)
    {
        CheckSignals(requirement.Signals, requirement.Location);
        foreach (var signal in requirement.Unserved.Keys.Where(s => !requirement.Signals.Contains(s, StringComparer.Ordinal)))
            diagnostics.Error("unknown-signal", $"The row explains why the signal \"{signal}\" is not served, but does not have it.", requirement.Location);
        foreach (var id in requirement.Controls.Direct.Concat(requirement.Controls.Supporting).Where(id => !library.Controls.ContainsKey(id)))
            diagnostics.Error("unknown-control", $"The control \"{id}\" does not exist.", requirement.Location);
        foreach (var id in requirement.Controls.Direct.Intersect(requirement.Controls.Supporting, StringComparer.Ordinal))
            diagnostics.Error("duplicate-id", $"The control \"{id}\" is named as direct and as supporting evidence.", requirement.Location);
        if (requirement.NeedsAttestation && requirement.Remainder is null)
            diagnostics.Error("remainder-missing", $"Coverage is {(requirement.Coverage == Coverage.None ? "none" : "partial")}, so \"remainder\" must say what a person attests.", requirement.Location);
        if (!requirement.NeedsAttestation && requirement.Controls.Direct.IsEmpty)
            diagnostics.Error("requirement-without-policy", "Coverage is full, but no control is direct evidence: no policy would answer this requirement.", requirement.Location);
        if (requirement.Automation != Automation.Policy && !requirement.Controls.Direct.IsEmpty)
            diagnostics.Error("requirement-automation", string.Create(CultureInfo.InvariantCulture, $"The row has {requirement.Controls.Direct.Length} direct controls, so its automation must be \"policy\"."), requirement.Location);
    }

    private void CheckSignals(IEnumerable<string> signals, SourceLocation location)
    {
        foreach (var signal in signals.Where(s => !library.Vocabulary.Signals.ContainsKey(s)))
            diagnostics.Error("unknown-signal", $"The signal \"{signal}\" is not in policies/library.json.", location);
    }
}
