using PolicyGen.Azure;
using PolicyGen.Catalogue;

namespace PolicyGen.Linting;

/// <summary>Questions that several rules ask of a catalogue.</summary>
internal static class CatalogueQueries
{
    /// <summary>The names of the controls behind a requirement, direct ones first.</summary>
    public static IEnumerable<string> ControlIds(this Requirement requirement) =>
        requirement.Controls.Direct.Concat(requirement.Controls.Supporting);

    /// <summary>The controls of the library among names; a name that is none is an error of loading.</summary>
    public static IEnumerable<Control> Find(this Library library, IEnumerable<string> ids) =>
        ids.Select(id => library.Controls.GetValueOrDefault(id)).OfType<Control>();

    /// <summary>The controls that carry each signal.</summary>
    public static ILookup<string, string> Carriers(this Library library) =>
        library.Controls.Values
            .SelectMany(c => c.Signals.Select(s => (Signal: s, c.Id)))
            .ToLookup(p => p.Signal, p => p.Id, StringComparer.Ordinal);

    /// <summary>
    /// True when an initiative may refer to the built-in. The other relations tell people what else Microsoft has.
    /// </summary>
    public static bool IsReferenced(this BuiltInReference builtIn) => builtIn.Relation is BuiltInRelation.Same or BuiltInRelation.Part;

    /// <summary>Every reference to a built-in, with the control that makes it and what the index knows of it.</summary>
    public static IEnumerable<(Control Control, BuiltInReference Reference, BuiltInDefinition? Definition)> BuiltIns(this Library library, LintContext context) =>
        from control in library.Controls.Values
        from reference in control.BuiltIns
        select (control, reference, context.FindBuiltIn(reference.Id));
}
