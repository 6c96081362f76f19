using Newtonsoft.Json.Linq;
using PolicyGen.Diagnostics;
using PolicyGen.Policies;
using PolicyGen.Policies.Expressions;

namespace PolicyGen.Linting.Rules;

/// <summary>An effect has the details it cannot work without. Page: docs/rules/effect-details.md.</summary>
public sealed class EffectDetailsRule() : LintRule<PolicyDefinition>(
    "effect-details", "An effect has the details it needs", DiagnosticSeverity.Error, LintCategory.Effect)
{
    /// <inheritdoc/>
    public override IEnumerable<LintFinding> Check(PolicyDefinition subject, LintContext context)
    {
        if (subject.HasProviderMode || subject.Rule?.Then is not { } then)
            return [];
        var details = then.Details;
        var findings = new List<LintFinding>();
        var deploys = subject.CanHaveEffect("deployIfNotExists");
        if (deploys || subject.CanHaveEffect("auditIfNotExists"))
            Need(details?.Type is not null, "auditIfNotExists and deployIfNotExists need 'details.type', the type of the related resource.");
        if (deploys)
        {
            Need(details?.Template is not null, "deployIfNotExists needs 'details.deployment.properties.template'.");
            if (details?.Deployment is { } deployment && details.DeploymentScope is { } scope && scope.Is("Subscription") && deployment.Find("location") is null)
                findings.Add(subject.At(deployment, "A deployment at the subscription needs a 'location'."));
        }

        if (subject.CanHaveEffect("modify"))
            Need(details is { Operations.IsEmpty: false }, "modify needs 'details.operations'.");
        if (subject.CanHaveEffect("append"))
            Need(!then.Append.IsEmpty || details is not null, "append needs 'details', an array of fields and values.");
        if (subject.CanHaveEffect("denyAction"))
            Need(details is { ActionNames.IsEmpty: false }, "denyAction needs 'details.actionNames'.");

        foreach (var operation in details?.Operations ?? [])
            CheckOperation(operation);
        foreach (var entry in then.Append)
        {
            if (entry.Field is null)
                findings.Add(subject.At(entry.Source, "An entry of append needs a 'field'."));
        }

        OneOf(details?.ConflictEffect, "audit", "deny", "disabled");
        OneOf(details?.DefaultState, "Compliant", "NonCompliant", "Unknown");
        OneOf(details?.ExistenceScope, "Subscription", "ResourceGroup");
        OneOf(details?.DeploymentScope, "Subscription", "ResourceGroup");
        return findings;

        void Need(bool met, string message)
        {
            if (!met)
                findings.Add(subject.At((JToken?)details?.Source ?? then.Source, message));
        }

        void OneOf(SourcedText? text, params ReadOnlySpan<string> allowed)
        {
            if (text is null || TemplateText.IsExpression(text.Value))
                return;
            foreach (var value in allowed)
            {
                if (text.Is(value))
                    return;
            }

            findings.Add(subject.At(text, $"'{text.Value}' is none of {string.Join(", ", allowed.ToArray())}."));
        }

        void CheckOperation(FieldOperation operation)
        {
            OneOf(operation.Operation, "add", "addOrReplace", "remove");
            if (operation.Operation is null)
                findings.Add(subject.At(operation.Source, "An operation of modify needs an 'operation'."));
            if (operation.Field is null)
                findings.Add(subject.At(operation.Source, "An operation of modify needs a 'field'."));
            if (operation.Operation is { } kind && !TemplateText.IsExpression(kind.Value) && !kind.Is("remove") && ((JObject)operation.Source).Find("value") is null)
                findings.Add(subject.At(operation.Source, $"The operation '{kind.Value}' needs a 'value'."));
        }
    }
}
