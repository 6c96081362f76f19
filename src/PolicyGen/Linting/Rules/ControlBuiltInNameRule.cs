using PolicyGen.Catalogue;
using PolicyGen.Diagnostics;

namespace PolicyGen.Linting.Rules;

/// <summary>The name beside an id is the name of that id. Page: docs/rules/control-builtin-name.md.</summary>
public sealed class ControlBuiltInNameRule() : LintRule<Library>(
    "control-builtin-name", "A built-in is named as Microsoft names it", DiagnosticSeverity.Warning, LintCategory.Catalogue)
{
    /// <inheritdoc/>
    public override IEnumerable<LintFinding> Check(Library subject, LintContext context) =>
        from found in subject.BuiltIns(context)
        where found.Definition is not null && !string.Equals(found.Reference.Name, found.Definition.DisplayName, StringComparison.Ordinal)
        select new LintFinding(
            $"The built-in '{found.Definition.Id}' is called '{found.Definition.DisplayName}', not '{found.Reference.Name}'.",
            found.Reference.Location);
}
