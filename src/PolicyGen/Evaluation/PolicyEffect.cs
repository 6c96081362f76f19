namespace PolicyGen.Evaluation;

/// <summary>
/// The effects of Resource Manager modes, in the order of evaluation as far as one resource is concerned
/// (MicrosoftDocs/azure-docs, governance/policy/concepts/effect-basics.md). <c>ToString</c> is Azure's spelling.
/// </summary>
public enum PolicyEffect
{
    /// <summary>Nothing is evaluated.</summary>
    Disabled,

    /// <summary>Adds fields to a request.</summary>
    Append,

    /// <summary>Changes fields of a request.</summary>
    Modify,

    /// <summary>Refuses a request.</summary>
    Deny,

    /// <summary>Reports.</summary>
    Audit,

    /// <summary>A person attests.</summary>
    Manual,

    /// <summary>Reports a missing related resource.</summary>
    AuditIfNotExists,

    /// <summary>Deploys a missing related resource.</summary>
    DeployIfNotExists,

    /// <summary>Refuses an action other than a write: deletion.</summary>
    DenyAction,

    /// <summary>Any other: of a provider mode, addToNetworkGroup, or an unknown name. Not evaluable offline.</summary>
    Other,
}
