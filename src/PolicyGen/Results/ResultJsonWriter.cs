using System.Collections.Immutable;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using PolicyGen.Catalogue;
using PolicyGen.Diagnostics;
using PolicyGen.Evaluation;

namespace PolicyGen.Results;

/// <summary>Writes a result in the property order of ../shared/design/contract.md.</summary>
internal sealed class ResultJsonWriter(JsonTextWriter json)
{
    private readonly Dictionary<PolicyIdentity, int> _policies = new(ReferenceEqualityComparer.Instance);

    public void Write(RunResult result)
    {
        json.WriteStartObject();
        json.Member("schema", ResultJson.Schema);
        json.WritePropertyName("tool");
        json.WriteStartObject();
        json.Member("name", "policygen");
        json.Member("version", ResultJson.ToolVersion);
        json.WriteEndObject();
        Write(result.Run);
        ResultSummary.Of(result).Write(json);
        json.List("requirements", result.Requirements, Write);
        json.List("controls", result.Controls, Write);
        if (result.Audit is { } audit)
            new AuditJsonWriter(json).Write(audit);
        json.List("policies", Policies(result), Write);
        json.List("findings", result.Findings, Write);
        json.List("changes", result.Changes, Write);
        json.WriteEndObject();
    }

    private List<PolicyIdentity> Policies(RunResult result)
    {
        var policies = result.Findings.Select(f => f.Policy).Concat(result.Changes.Select(c => c.Policy)).Distinct(ReferenceEqualityComparer.Instance).Cast<PolicyIdentity>().ToList();
        policies.Sort(ResultOrder.Compare);
        for (var i = 0; i < policies.Count; i++)
            _policies.Add(policies[i], i);
        return policies;
    }

    private void Write(RunInfo run)
    {
        json.WritePropertyName("run");
        json.WriteStartObject();
        json.Member("kind", run.Kind);
        json.Member("source", run.Source);
        json.Texts("scopes", run.Scopes);
        json.Member("startedAt", IsoTime.Write(run.StartedAt));
        json.Member("finishedAt", IsoTime.Write(run.FinishedAt));
        json.Member("complete", run.Complete);
        json.Texts("warnings", run.Warnings);
        json.WriteEndObject();
    }

    private void Write(RequirementResult requirement)
    {
        json.WriteStartObject();
        json.Member("id", requirement.Id);
        json.Member("state", CatalogueJson.Name(requirement.State));
        json.Texts("controls", requirement.Controls);
        json.WriteEndObject();
    }

    private void Write(ControlResult control)
    {
        json.WriteStartObject();
        json.Member("id", control.Id);
        json.Member("state", CatalogueJson.Name(control.State));
        json.Member("compliant", control.Compliant);
        json.Member("nonCompliant", control.NonCompliant);
        json.Member("unknown", control.Unknown);
        json.Member("exempt", control.Exempt);
        json.Member("notApplicable", control.NotApplicable);
        json.Member("error", control.Error);
        json.WriteEndObject();
    }

    private void Write(PolicyIdentity policy)
    {
        json.WriteStartObject();
        json.Member("control", policy.Control);
        json.Member("definition", policy.Definition);
        json.Member("displayName", policy.DisplayName);
        json.Member("severity", CatalogueJson.Name(policy.Severity));
        json.Member("effect", policy.Effect);
        json.Optional("message", policy.Message);
        json.List("places", policy.Places, place =>
        {
            json.WriteStartObject();
            json.Optional("assignment", place.Assignment);
            json.Optional("initiative", place.Initiative);
            json.Optional("referenceId", place.ReferenceId);
            json.Texts("groups", place.Groups);
            json.WriteEndObject();
        });
        json.WriteEndObject();
    }

    private void Write(Finding finding)
    {
        json.WriteStartObject();
        json.Member("control", finding.Control);
        json.Member("definition", finding.Policy.Definition);
        json.Member("state", CatalogueJson.Name(finding.State));
        json.Member("effect", finding.Policy.Effect);
        json.Member("severity", CatalogueJson.Name(finding.Severity));
        Write(finding.Resource);
        json.List("reasons", finding.Verdict.Reasons, Write);
        json.Texts("requirements", finding.Policy.Requirements);
        Write(finding.Source);
        ImmutableArray<string> references = [.. finding.Policy.Places.Select(p => p.ReferenceId).OfType<string>().Distinct(StringComparer.OrdinalIgnoreCase)];
        if (!references.IsEmpty)
            json.Texts("referenceIds", references);
        json.Optional("message", finding.Policy.Message);
        if (!finding.Verdict.Related.IsEmpty)
            json.List("related", finding.Verdict.Related, Write);
        json.Optional("exemption", finding.Verdict.Exemption);
        json.Optional("evaluatedAt", finding.EvaluatedAt);
        json.Optional("azureState", finding.AzureState);
        if (finding.InBaseline)
            json.Member("baseline", true);
        if (!finding.Verdict.Changes.IsEmpty)
            json.List("changes", finding.Verdict.Changes, Write);
        json.Member("policy", _policies[finding.Policy]);
        json.WriteEndObject();
    }

    private void Write(ResourceChange change)
    {
        json.WriteStartObject();
        json.Member("control", change.Policy.Control);
        json.Member("definition", change.Policy.Definition);
        json.Member("effect", change.Policy.Effect);
        Write(change.Resource);
        json.List("changes", change.Changes, Write);
        Write(change.Source);
        json.Member("policy", _policies[change.Policy]);
        json.WriteEndObject();
    }

    private void Write(FindingResource resource)
    {
        json.WritePropertyName("resource");
        json.WriteStartObject();
        json.Member("id", resource.Id);
        json.Member("type", resource.Type);
        json.Member("name", resource.Name);
        json.Optional("location", resource.Location);
        json.WriteEndObject();
    }

    private void Write(Reason reason)
    {
        json.WriteStartObject();
        json.Member("path", reason.Path);
        json.Member("operator", reason.Operator);
        Token("expected", reason.Expected);
        Token("actual", reason.Actual);
        json.Optional("note", reason.Note);
        json.WriteEndObject();
    }

    private void Write(RelatedResource related)
    {
        json.WriteStartObject();
        json.Member("id", related.Id);
        json.Member("state", CatalogueJson.Name(related.State));
        json.List("reasons", related.Reasons, Write);
        json.WriteEndObject();
    }

    private void Write(PropertyChange change)
    {
        json.WriteStartObject();
        json.Member("operation", change.Operation);
        json.Member("path", change.Path);
        Token("before", change.Before);
        Token("after", change.After);
        json.WriteEndObject();
    }

    // "source" is left out where nothing is known.
    private void Write(SourceLocation source)
    {
        if (source.File.Length == 0)
            return;
        json.WritePropertyName("source");
        json.WriteStartObject();
        json.Member("file", source.File);
        if (source.Line > 0)
            json.Member("line", source.Line);
        if (source.Column > 0)
            json.Member("column", source.Column);
        if (source.JsonPath.Length > 0)
            json.Member("path", source.JsonPath);
        json.WriteEndObject();
    }

    // A property that is missing from a resource is left out; null is a value.
    private void Token(string name, JToken? value)
    {
        if (value is null)
            return;
        json.WritePropertyName(name);
        ResultTokens.Write(json, value);
    }
}
