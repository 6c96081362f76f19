using System.Collections.Immutable;
using Newtonsoft.Json.Linq;

namespace PolicyGen.Evaluation;

/// <summary>
/// A leaf condition that decided a verdict, as in Azure's compliance details (MicrosoftDocs/azure-docs,
/// governance/policy/how-to/determine-non-compliance.md: path, operator, target value, current value).
/// </summary>
/// <param name="Path">
/// Path in the resource with array indexes, <c>properties.securityRules[2].access</c>; the expression for a value; the
/// counted array for a count.
/// </param>
/// <param name="Operator">Operator as in policy JSON: <c>notIn</c>. Empty where no comparison took place.</param>
/// <param name="Expected">What it was compared with.</param>
/// <param name="Actual">What was found; null for a missing property.</param>
/// <param name="Note">
/// Why the value is not known or the rule fails, in one English sentence; null for a leaf that simply decided.
/// </param>
public sealed record Reason(string Path, string Operator, JToken? Expected, JToken? Actual, string? Note = null);

/// <summary>What an if-not-exists policy looked at.</summary>
/// <param name="Id">Id of the related resource.</param>
/// <param name="State">Compliant when it satisfies the existence condition, NonCompliant, Unknown or Error otherwise.</param>
/// <param name="Reasons">Why it does not.</param>
public sealed record RelatedResource(string Id, ComplianceState State, ImmutableArray<Reason> Reasons);

/// <summary>A change that append or modify would make to a request.</summary>
/// <param name="Operation">append, add, addOrReplace or remove.</param>
/// <param name="Path">Path in the resource.</param>
/// <param name="Before">Former value; null when there was none.</param>
/// <param name="After">New value; null for a removal.</param>
public sealed record PropertyChange(string Operation, string Path, JToken? Before, JToken? After);

/// <summary>The judgement of one policy on one resource.</summary>
/// <param name="State">The state.</param>
/// <param name="Reasons">The leaves that decided it; empty for compliant and not applicable.</param>
public sealed record Verdict(ComplianceState State, ImmutableArray<Reason> Reasons)
{
    /// <summary>What an if-not-exists policy looked at, at most <see cref="MaxRelated"/>.</summary>
    public ImmutableArray<RelatedResource> Related { get; init; } = [];

    /// <summary>What append or modify would change.</summary>
    public ImmutableArray<PropertyChange> Changes { get; init; } = [];

    /// <summary>The exemption behind the state exempt.</summary>
    public string? Exemption { get; init; }

    /// <summary>Most related resources listed in a verdict.</summary>
    public const int MaxRelated = 20;

    /// <summary>Compliant, without more.</summary>
    public static Verdict Compliant { get; } = new(ComplianceState.Compliant, []);

    /// <summary>Not applicable, without more.</summary>
    public static Verdict NotApplicable { get; } = new(ComplianceState.NotApplicable, []);
}
