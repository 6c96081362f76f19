using System.Collections.Immutable;
using PolicyGen.Policies;
using PolicyGen.Policies.Expressions;

namespace PolicyGen.Linting;

/// <summary>Questions that several rules ask of a document.</summary>
internal static class PolicyQueries
{
    /// <summary>The parameters that a definition or an initiative declares; an assignment declares none.</summary>
    public static ImmutableArray<PolicyParameter> DeclaredParameters(this PolicyDocument document) => document switch
    {
        PolicyDefinition definition => definition.Parameters,
        PolicySetDefinition initiative => initiative.Parameters,
        _ => [],
    };

    /// <summary>Every comparison in <c>if</c> and in the existence condition.</summary>
    public static IEnumerable<Comparison> Comparisons(this PolicyDefinition definition) =>
        new[] { definition.Rule?.If, definition.Rule?.Then?.Details?.ExistenceCondition }
            .OfType<Condition>()
            .SelectMany(c => c.SelfAndDescendants())
            .OfType<Comparison>();

    /// <summary>
    /// Every field that a definition names in conditions and operations; none where a resource provider evaluates it,
    /// since provider modes have fields of their own.
    /// </summary>
    public static IEnumerable<FieldUse> FieldUses(this PolicyDefinition definition)
    {
        if (definition.HasProviderMode)
            return [];
        var then = definition.Rule?.Then;
        var changed = (then?.Details?.Operations ?? []).Concat(then?.Append ?? [])
            .Select(o => o.Field)
            .OfType<SourcedText>()
            .Where(f => !TemplateText.IsExpression(f.Value))
            .Select(f => new FieldUse(f.Value, f.Source, ByFunction: false));
        return definition.Comparisons().SelectMany(FieldUse.In).Concat(changed);
    }

    /// <summary>Those of them that are aliases.</summary>
    public static IEnumerable<FieldUse> AliasUses(this PolicyDefinition definition) => definition.FieldUses().Where(u => FieldNames.IsAlias(u.Name));

    /// <summary>
    /// The parameters that no expression of the document names; none when an expression cannot be parsed or computes a
    /// parameter's name, since then nothing is certain.
    /// </summary>
    public static IEnumerable<PolicyParameter> UnusedParameters(this PolicyDocument document)
    {
        var used = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var expression in document.Expressions.Where(e => e.Place != PolicyExpressionPlace.Template))
        {
            if (expression.Result.Expression is not { } parsed)
                return [];
            foreach (var call in parsed.Calls().Where(c => c.Is("parameters")))
            {
                if (call.LiteralArgument is not { } name)
                    return [];
                used.Add(name);
            }
        }

        return document.DeclaredParameters().Where(p => !used.Contains(p.Name));
    }

    /// <summary>What an initiative includes, or what an assignment assigns, with the version that it is pinned to.</summary>
    public static IEnumerable<(SourcedText Id, SourcedText? Version)> References(this PolicyDocument document) => document switch
    {
        PolicySetDefinition initiative => initiative.References.Where(r => r.DefinitionId is not null).Select(r => (r.DefinitionId!, r.DefinitionVersion)),
        PolicyAssignment { DefinitionId: { } id } assignment => [(id, assignment.DefinitionVersion)],
        _ => [],
    };

    /// <summary>Those of them that are Microsoft's definitions; of its initiatives there is no index.</summary>
    public static IEnumerable<(SourcedText Id, SourcedText? Version)> BuiltInReferences(this PolicyDocument document) =>
        document.References().Where(r => ResourceIds.IsBuiltIn(r.Id.Value) && !ResourceIds.IsSetDefinition(r.Id.Value));
}
