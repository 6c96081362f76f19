using System.Collections.Immutable;
using PolicyGen.Linting.Rules;

namespace PolicyGen.Linting;

/// <summary>The rules. A new one is added here; docs/adding-a-lint-rule.md tells the rest.</summary>
public static class LintRules
{
    /// <summary>Every rule, by subject and in the order in which one reads a document.</summary>
    public static ImmutableArray<LintRule> All { get; } =
    [
        // any document
        new DocumentShapeRule(),
        new UnknownPropertyRule(),
        new NameInvalidRule(),
        new DisplayTextRule(),
        new TextLengthRule(),
        new VersionMetadataRule(),
        new ParameterTypeRule(),
        new InvalidExpressionRule(),
        new UnknownFunctionRule(),
        new FunctionNotAllowedRule(),
        new UndeclaredParameterRule(),
        new DefinitionVersionRule(),
        new BuiltInUnknownRule(),
        new BuiltInDeprecatedRule(),
        new BuiltInVersionDriftRule(),
        new CustomReferenceMissingRule(),

        // definitions
        new RuleShapeRule(),
        new UnknownModeRule(),
        new MissingModeRule(),
        new UnusedParameterRule(),
        new ConditionOperandRule(),
        new LikePatternRule(),
        new NestedCountRule(),
        new UnknownFieldRule(),
        new UnknownAliasRule(),
        new UnverifiedAliasRule(),
        new AliasOfOtherTypeRule(),
        new TypeConditionFirstRule(),
        new ModeTypeRule(),
        new UnknownEffectRule(),
        new EffectParameterRule(),
        new EffectMixRule(),
        new EffectDetailsRule(),
        new EvaluationDelayRule(),
        new ExistenceConditionRule(),
        new RoleDefinitionsMissingRule(),
        new RoleDefinitionsInsufficientRule(),
        new DefinitionLimitsRule(),

        // initiatives
        new UnusedInitiativeParameterRule(),
        new DuplicateReferenceRule(),
        new ReferenceParametersRule(),
        new GroupUndefinedRule(),
        new GroupUnusedRule(),
        new InitiativeLimitsRule(),

        // assignments
        new AssignmentParametersRule(),
        new AssignmentIdentityRule(),
        new AssignmentLimitsRule(),

        // all documents together
        new DuplicateNameRule(),

        // requirements and controls
        new RequirementWithoutControlRule(),
        new EvidenceSignalRule(),
        new SignalUnservedRule(),
        new SignalWithoutControlRule(),
        new RelatedSectionRule(),
        new ControlUnusedRule(),
        new ControlTitleDuplicateRule(),
        new EffectWithoutMeansRule(),
        new EnforcingDefaultRule(),
        new ControlBuiltInUnknownRule(),
        new ControlBuiltInDeprecatedRule(),
        new ControlBuiltInStaleRule(),
        new ControlBuiltInNameRule(),
        new ControlBuiltInPreviewRule(),
        new ControlSamplesRule(),
        new SampleTypeRule(),
        new TextPlaceholderRule(),
        new TextUntranslatedRule(),
        new TextLanguageRule(),
        new LibraryUnusedRule(),
    ];
}
