using Newtonsoft.Json.Linq;
using PolicyGen.Diagnostics;
using PolicyGen.Policies;

namespace PolicyGen.Linting.Rules;

/// <summary>An assignment that changes resources has an identity. Page: docs/rules/assignment-identity.md.</summary>
public sealed class AssignmentIdentityRule() : LintRule<PolicyAssignment>(
    "assignment-identity", "An assignment has the identity it needs", DiagnosticSeverity.Error, LintCategory.Effect)
{
    /// <inheritdoc/>
    public override IEnumerable<LintFinding> Check(PolicyAssignment subject, LintContext context)
    {
        // A file with only the properties cannot say whether there is an identity.
        if (ReferenceEquals(subject.Source, subject.Properties))
            yield break;
        var type = subject.Identity?.Find("type") is { Type: JTokenType.String } token ? new SourcedText((string)token!, token) : null;
        var hasIdentity = type is not null && !type.Is("None");
        if (hasIdentity)
        {
            if (subject.Location is null)
                yield return subject.At(subject.Identity!, "An assignment with an identity needs a 'location'.");
            else if (subject.Location.Is("global"))
                yield return subject.At(subject.Location, "The location of an assignment's identity cannot be 'global'.");
        }
        else if (AssignedEffects.Of(subject, context).FirstOrDefault(PolicyEffects.NeedsIdentity) is { } effect)
        {
            yield return subject.At(subject.Source, $"The assignment needs an 'identity': a definition that it assigns has the effect {effect}.");
        }
    }
}
