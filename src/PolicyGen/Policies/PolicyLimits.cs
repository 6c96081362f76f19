namespace PolicyGen.Policies;

/// <summary>
/// Azure's limits on policy resources. Sources, in MicrosoftDocs/azure-docs: includes/azure-policy-limits.md [limits];
/// governance/policy/concepts/definition-structure-policy-rule.md, "Policy rule limits" [rule];
/// definition-structure-basics.md [basics]; assignment-structure.md [assignment]. Beyond Microsoft's documents:
/// Azure/enterprise-azure-policy-as-code [EPAC] and the measured built-ins [measured].
/// </summary>
public sealed record PolicyLimits
{
    /// <summary>The limits of Azure.</summary>
    public static PolicyLimits Azure { get; } = new();

    /// <summary>Parameters of a definition [limits].</summary>
    public int DefinitionParameters { get; init; } = 20;

    /// <summary>Parameters of an initiative [limits].</summary>
    public int InitiativeParameters { get; init; } = 400;

    /// <summary>Definitions in an initiative [limits].</summary>
    public int InitiativeReferences { get; init; } = 1000;

    /// <summary>Groups in an initiative, where EPAC stops; no published number.</summary>
    public int InitiativeGroups { get; init; } = 1000;

    /// <summary>Groups that one reference belongs to [measured].</summary>
    public int GroupsPerReference { get; init; } = 16;

    /// <summary>Bytes of a request body in UTF-8 [limits].</summary>
    public int BodyBytes { get; init; } = 1_048_576;

    /// <summary>Characters of a display name [basics].</summary>
    public int DisplayNameLength { get; init; } = 128;

    /// <summary>Characters of a description [basics].</summary>
    public int DescriptionLength { get; init; } = 512;

    /// <summary>Characters of one entry of metadata [basics].</summary>
    public int MetadataLength { get; init; } = 1024;

    /// <summary>Characters of a definition's or initiative's name [EPAC].</summary>
    public int NameLength { get; init; } = 64;

    /// <summary>Characters of an assignment's name at a management group [EPAC].</summary>
    public int ManagementGroupAssignmentNameLength { get; init; } = 24;

    /// <summary>Conditions in <c>if</c> [rule].</summary>
    public int IfConditions { get; init; } = 4096;

    /// <summary>Conditions in <c>then</c> [rule].</summary>
    public int ThenConditions { get; init; } = 128;

    /// <summary>Function calls in a rule [rule].</summary>
    public int Functions { get; init; } = 2048;

    /// <summary>Arguments of a function call [rule].</summary>
    public int FunctionArguments { get; init; } = 128;

    /// <summary>Field counts of one array [rule].</summary>
    public int FieldCountsPerArray { get; init; } = 5;

    /// <summary>Value counts in a rule [rule].</summary>
    public int ValueCounts { get; init; } = 10;

    /// <summary>Elements that a value count goes over, those of the counts around it multiplied in [rule].</summary>
    public int ValueCountIterations { get; init; } = 100;

    /// <summary>Scopes that an assignment leaves out [limits].</summary>
    public int NotScopes { get; init; } = 400;

    /// <summary>Overrides of an assignment [assignment].</summary>
    public int Overrides { get; init; } = 10;

    /// <summary>Resource selectors of an assignment [assignment].</summary>
    public int ResourceSelectors { get; init; } = 10;

    /// <summary>Values of one selector [assignment].</summary>
    public int SelectorValues { get; init; } = 50;
}
