using System.Collections.Immutable;
using Newtonsoft.Json.Linq;
using PolicyGen.Azure;
using PolicyGen.Evaluation.Fields;
using PolicyGen.Policies;
using PolicyGen.Policies.Expressions;

namespace PolicyGen.Evaluation.Compilation;

/// <summary>
/// Compiles policy definitions: document model to delegates, parameters bound. Nothing in a definition makes it throw;
/// what Azure would refuse is listed in <see cref="CompiledPolicy.Problems"/>.
/// </summary>
public sealed class PolicyCompiler
{
    private readonly FieldResolver _fields;

    /// <summary>A compiler that knows these aliases.</summary>
    public PolicyCompiler(AliasTable aliases)
    {
        ArgumentNullException.ThrowIfNull(aliases);
        _fields = new FieldResolver(aliases);
    }

    /// <summary>Compiles a definition.</summary>
    /// <param name="definition">The definition.</param>
    /// <param name="parameters">The values given to its parameters; expressions in them are computed.</param>
    /// <param name="effect">The effect of an override; null takes the definition's.</param>
    /// <param name="policy">What <c>policy()</c> gives; null when the rule does not call it, or for several places at once.</param>
    public CompiledPolicy Compile(PolicyDefinition definition, IReadOnlyDictionary<string, JToken> parameters, string? effect = null, JObject? policy = null)
    {
        ArgumentNullException.ThrowIfNull(definition);
        ArgumentNullException.ThrowIfNull(parameters);
        var bound = ParameterBinder.Bind(definition, parameters, out var parameterProblems);
        var context = new CompilationContext { Fields = _fields, Parameters = bound, Policy = policy };
        foreach (var problem in parameterProblems)
            context.Problem(problem);
        foreach (var problem in definition.Problems.Where(p => p.Kind == PolicyProblemKind.Rule))
            context.Problem(problem.Message);

        var then = definition.Rule?.Then;
        var kind = Effect(effect, then, context);
        if (definition.HasProviderMode || kind == PolicyEffect.Other)
        {
            if (definition.HasProviderMode)
                context.Problem($"The mode {definition.Mode!.Value} is evaluated by its resource provider, not from templates.");
            return Finish(definition, kind, context, ApplicabilityFields.Type, Condition(definition, context, out _), null, []);
        }

        if (kind == PolicyEffect.Disabled)
            return Finish(definition, kind, context, ApplicabilityFields.None, new FailedCondition("disabled"), null, []);

        foreach (var problem in RuleLimits.Exceeded(definition, PolicyLimits.Azure))
            context.Problem(problem.Message);
        var condition = Condition(definition, context, out var tests);
        if (kind == PolicyEffect.DenyAction && then?.Details?.ActionNames.IsEmpty != false)
            context.Problem("The effect denyAction needs 'details.actionNames'.");
        var existence = kind is PolicyEffect.AuditIfNotExists or PolicyEffect.DeployIfNotExists ? Existence(then!, context) : null;
        var operations = kind is PolicyEffect.Append or PolicyEffect.Modify ? Operations(then!, kind, context) : [];
        return Finish(definition, kind, context, Deciding(tests), condition, existence, operations);
    }

    /// <summary>Gives the parameters of an initiative their values.</summary>
    internal static IReadOnlyDictionary<string, CompiledExpression> Bind(PolicySetDefinition initiative, IReadOnlyDictionary<string, JToken> values, out IReadOnlyList<string> problems) =>
        ParameterBinder.Bind(initiative, values, out problems);

    /// <summary>
    /// The value that an initiative passes on (initiative-definition-structure.md, "Passing a parameter value"), perhaps one
    /// that is not known; null when it cannot be computed without a resource.
    /// </summary>
    internal JToken? Evaluate(JToken value, IReadOnlyDictionary<string, CompiledExpression> parameters)
    {
        var context = new CompilationContext { Fields = _fields, Parameters = parameters };
        var compiled = new ExpressionCompiler(context, null, boundFields: false).Compile(value);
        return compiled.IsConstant && !compiled.Constant.IsError ? compiled.Constant.Token : null;
    }

    private static CompiledPolicy Finish(PolicyDefinition definition, PolicyEffect effect, CompilationContext context, ApplicabilityFields deciding,
        CompiledCondition condition, ExistenceTest? existence, ImmutableArray<CompiledOperation> operations) => new()
        {
            Definition = definition,
            Effect = effect,
            Problems = [.. context.Problems],
            Types = condition.Types(negated: false),
            UsesPolicy = context.UsesPolicy,
            UsesCaller = context.UsesCaller || ReadsCaller(definition),
            UsesLocation = context.UsesLocation,
            Applicability = deciding,
            Aliases = [.. context.Aliases],
            ReadsAnyField = context.ReadsAnyField,
            If = condition,
            Slots = context.Slots,
            Existence = existence,
            Operations = operations,
            DefaultState = definition.Rule?.Then?.Details?.DefaultState?.Value is { } state ? DefaultState(ExpressionText(state, context)) : ComplianceState.Unknown,
            ConflictEffect = definition.Rule?.Then?.Details?.ConflictEffect?.Value is { } conflict ? ExpressionText(conflict, context) : "deny",
        };

    // The document spells it Non-compliant, Microsoft's definitions NonCompliant.
    private static ComplianceState DefaultState(string text) => text.Replace("-", "", StringComparison.Ordinal).ToLowerInvariant() switch
    {
        "compliant" => ComplianceState.Compliant,
        "noncompliant" => ComplianceState.NonCompliant,
        _ => ComplianceState.Unknown,
    };

    private static CompiledCondition Condition(PolicyDefinition definition, CompilationContext context, out ApplicabilityFields tests)
    {
        tests = ApplicabilityFields.None;
        if (definition.Rule?.If is not { } condition)
        {
            context.Problem("The rule has no 'if'.");
            return new FailedCondition("The rule has no 'if'.");
        }

        var compiler = new ConditionCompiler(context, isExistence: false);
        var compiled = compiler.Compile(condition);
        tests = compiler.Tests;
        return compiled;
    }

    // The special cases of policy-applicability.md: without any other condition only the type decides.
    private static ApplicabilityFields Deciding(ApplicabilityFields tests) =>
        tests.HasFlag(ApplicabilityFields.Other)
            ? ApplicabilityFields.Type | ApplicabilityFields.Name | ApplicabilityFields.Kind
            : ApplicabilityFields.Type;

    private static PolicyEffect Effect(string? overridden, PolicyThen? then, CompilationContext context)
    {
        var text = overridden ?? (then?.Effect is { } written ? ExpressionText(written.Value, context) : "");
        foreach (var effect in Enum.GetValues<PolicyEffect>())
        {
            if (string.Equals(effect.ToString(), text, StringComparison.OrdinalIgnoreCase) && effect != PolicyEffect.Other)
                return effect;
        }

        context.Problem(PolicyEffects.FamilyOf(text) == EffectFamily.Unknown ? $"There is no effect '{text}'." : $"The effect '{text}' is not evaluable offline.");
        return PolicyEffect.Other;
    }

    private static string ExpressionText(string text, CompilationContext context)
    {
        var compiled = new ExpressionCompiler(context, null, boundFields: false).Compile(new JValue(text));
        if (compiled is { IsConstant: true, Constant.IsUnknown: true })
        {
            context.Problem($"What {text} is, is only known after deployment.");
            return "";
        }

        return compiled.IsConstant && compiled.Constant is { IsError: false, Token: JValue { Value: string constant } } ? constant : "";
    }

    private static ExistenceTest? Existence(PolicyThen then, CompilationContext context)
    {
        if (then.Details is not { } details || details.Type is not { } type)
        {
            context.Problem("An if-not-exists effect needs 'details.type'.");
            return null;
        }

        var expressions = new ExpressionCompiler(context, null, boundFields: false);
        CompiledExpression? Text(SourcedText? text) => text is null ? null : expressions.Compile(new JValue(text.Value));
        context.UsesLocation |= details.Deployment?.Descendants().OfType<JValue>().Any(v => v.Value is string s && s.Contains("field('location')", StringComparison.OrdinalIgnoreCase)) == true;
        var condition = details.ExistenceCondition is { } c ? new ConditionCompiler(context, isExistence: true).Compile(c) : null;
        return new ExistenceTest(
            ExpressionText(type.Value, context),
            Text(details.Name),
            Text(details.Kind),
            Text(details.ResourceGroupName),
            details.ExistenceScope is { } scope && string.Equals(ExpressionText(scope.Value, context), "Subscription", StringComparison.OrdinalIgnoreCase),
            condition);
    }

    private static ImmutableArray<CompiledOperation> Operations(PolicyThen then, PolicyEffect effect, CompilationContext context)
    {
        var written = effect == PolicyEffect.Append ? then.Append : then.Details?.Operations ?? [];
        if (written.IsEmpty)
            context.Problem(effect == PolicyEffect.Append ? "The effect append needs 'details'." : "The effect modify needs 'details.operations'.");
        var expressions = new ExpressionCompiler(context, null, boundFields: false);
        var operations = ImmutableArray.CreateBuilder<CompiledOperation>();
        foreach (var operation in written)
        {
            var kind = effect == PolicyEffect.Append ? "append" : operation.Operation?.Value ?? "";
            if (!new[] { "append", "add", "addOrReplace", "remove" }.Contains(kind, StringComparer.OrdinalIgnoreCase))
                context.Problem($"There is no operation '{kind}'.");
            if ((operation.Field is { } text ? context.Field(ExpressionText(text.Value, context), null) : null) is not { } field)
            {
                context.Problem("An operation names no field that exists.");
                continue;
            }

            // effect-modify.md, "Modify operations": remove "is only supported for resource tags".
            if (kind.Equals("remove", StringComparison.OrdinalIgnoreCase) && !FieldNames.IsTag(field.Name))
                context.Problem($"The operation 'remove' is for tags, not for '{field.Name}'.");
            // "value": null is a value, too: it sets null.
            var given = operation.Value ?? (operation.Source as JObject)?.Find("value");
            if (given is null != kind.Equals("remove", StringComparison.OrdinalIgnoreCase))
                context.Problem($"The operation '{kind}' {(given is null ? "needs a" : "takes no")} 'value'.");
            operations.Add(new CompiledOperation(
                kind.ToLowerInvariant() switch { "addorreplace" => "addOrReplace", var other => other },
                field,
                given is { } value ? expressions.Compile(value) : null,
                operation.Condition is { } condition ? expressions.CompileText(condition.Value) : null));
        }

        return operations.ToImmutable();
    }

    private static bool ReadsCaller(PolicyDefinition definition) =>
        definition.Expressions.Any(e => e.Place == PolicyExpressionPlace.Rule
            && e.Text.Contains("requestContext", StringComparison.OrdinalIgnoreCase)
            && e.Result.Expression?.SelfAndDescendants().Any(IsIdentity) == true);

    private static bool IsIdentity(Expression expression) => expression switch
    {
        PropertyAccess { Target: FunctionCall call } access => call.Is("requestContext") && string.Equals(access.Name, "identity", StringComparison.OrdinalIgnoreCase),
        IndexAccess { Target: FunctionCall call, Index: StringLiteral key } => call.Is("requestContext") && string.Equals(key.Value, "identity", StringComparison.OrdinalIgnoreCase),
        FunctionCall { Arguments: [FunctionCall inner, StringLiteral key, ..] } => inner.Is("requestContext") && string.Equals(key.Value, "identity", StringComparison.OrdinalIgnoreCase),
        _ => false,
    };
}
