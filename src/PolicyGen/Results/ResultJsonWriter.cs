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
        Member("schema", ResultJson.Schema);
        json.WritePropertyName("tool");
        json.WriteStartObject();
        Member("name", "policygen");
        Member("version", ResultJson.ToolVersion);
        json.WriteEndObject();
        Write(result.Run);
        ResultSummary.Of(result).Write(json);
        List("requirements", result.Requirements, Write);
        List("controls", result.Controls, Write);
        List("policies", Policies(result), Write);
        List("findings", result.Findings, Write);
        List("changes", result.Changes, Write);
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
        Member("kind", run.Kind);
        Member("source", run.Source);
        Texts("scopes", run.Scopes);
        Member("startedAt", IsoTime.Write(run.StartedAt));
        Member("finishedAt", IsoTime.Write(run.FinishedAt));
        json.WritePropertyName("complete");
        json.WriteValue(run.Complete);
        Texts("warnings", run.Warnings);
        json.WriteEndObject();
    }

    private void Write(RequirementResult requirement)
    {
        json.WriteStartObject();
        Member("id", requirement.Id);
        Member("state", CatalogueJson.Name(requirement.State));
        Texts("controls", requirement.Controls);
        json.WriteEndObject();
    }

    private void Write(ControlResult control)
    {
        json.WriteStartObject();
        Member("id", control.Id);
        Member("state", CatalogueJson.Name(control.State));
        Member("compliant", control.Compliant);
        Member("nonCompliant", control.NonCompliant);
        Member("unknown", control.Unknown);
        Member("exempt", control.Exempt);
        Member("notApplicable", control.NotApplicable);
        Member("error", control.Error);
        json.WriteEndObject();
    }

    private void Write(PolicyIdentity policy)
    {
        json.WriteStartObject();
        Member("control", policy.Control);
        Member("definition", policy.Definition);
        Member("displayName", policy.DisplayName);
        Member("severity", CatalogueJson.Name(policy.Severity));
        Member("effect", policy.Effect);
        Optional("message", policy.Message);
        List("places", policy.Places, place =>
        {
            json.WriteStartObject();
            Optional("assignment", place.Assignment);
            Optional("initiative", place.Initiative);
            Optional("referenceId", place.ReferenceId);
            Texts("groups", place.Groups);
            json.WriteEndObject();
        });
        json.WriteEndObject();
    }

    private void Write(Finding finding)
    {
        json.WriteStartObject();
        Member("control", finding.Control);
        Member("definition", finding.Policy.Definition);
        Member("state", CatalogueJson.Name(finding.State));
        Member("effect", finding.Policy.Effect);
        Member("severity", CatalogueJson.Name(finding.Severity));
        Write(finding.Resource);
        List("reasons", finding.Verdict.Reasons, Write);
        Texts("requirements", finding.Policy.Requirements);
        Write(finding.Source);
        ImmutableArray<string> references = [.. finding.Policy.Places.Select(p => p.ReferenceId).OfType<string>().Distinct(StringComparer.OrdinalIgnoreCase)];
        if (!references.IsEmpty)
            Texts("referenceIds", references);
        Optional("message", finding.Policy.Message);
        if (!finding.Verdict.Related.IsEmpty)
            List("related", finding.Verdict.Related, Write);
        Optional("exemption", finding.Verdict.Exemption);
        if (finding.InBaseline)
        {
            json.WritePropertyName("baseline");
            json.WriteValue(true);
        }

        if (!finding.Verdict.Changes.IsEmpty)
            List("changes", finding.Verdict.Changes, Write);
        Member("policy", _policies[finding.Policy]);
        json.WriteEndObject();
    }

    private void Write(ResourceChange change)
    {
        json.WriteStartObject();
        Member("control", change.Policy.Control);
        Member("definition", change.Policy.Definition);
        Member("effect", change.Policy.Effect);
        Write(change.Resource);
        List("changes", change.Changes, Write);
        Write(change.Source);
        Member("policy", _policies[change.Policy]);
        json.WriteEndObject();
    }

    private void Write(FindingResource resource)
    {
        json.WritePropertyName("resource");
        json.WriteStartObject();
        Member("id", resource.Id);
        Member("type", resource.Type);
        Member("name", resource.Name);
        Optional("location", resource.Location);
        json.WriteEndObject();
    }

    private void Write(Reason reason)
    {
        json.WriteStartObject();
        Member("path", reason.Path);
        Member("operator", reason.Operator);
        Token("expected", reason.Expected);
        Token("actual", reason.Actual);
        Optional("note", reason.Note);
        json.WriteEndObject();
    }

    private void Write(RelatedResource related)
    {
        json.WriteStartObject();
        Member("id", related.Id);
        Member("state", CatalogueJson.Name(related.State));
        List("reasons", related.Reasons, Write);
        json.WriteEndObject();
    }

    private void Write(PropertyChange change)
    {
        json.WriteStartObject();
        Member("operation", change.Operation);
        Member("path", change.Path);
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
        Member("file", source.File);
        if (source.Line > 0)
            Member("line", source.Line);
        if (source.Column > 0)
            Member("column", source.Column);
        if (source.JsonPath.Length > 0)
            Member("path", source.JsonPath);
        json.WriteEndObject();
    }

    private void Member(string name, string value)
    {
        json.WritePropertyName(name);
        json.WriteValue(value);
    }

    private void Member(string name, int value)
    {
        json.WritePropertyName(name);
        json.WriteValue(value);
    }

    private void Optional(string name, string? value)
    {
        if (value is not null)
            Member(name, value);
    }

    // A property that is missing from a resource is left out; null is a value.
    private void Token(string name, JToken? value)
    {
        if (value is null)
            return;
        json.WritePropertyName(name);
        ResultTokens.Write(json, value);
    }

    private void Texts(string name, ImmutableArray<string> values) => List(name, values, json.WriteValue);

    private void List<T>(string name, IEnumerable<T> items, Action<T> write)
    {
        json.WritePropertyName(name);
        json.WriteStartArray();
        foreach (var item in items)
            write(item);
        json.WriteEndArray();
    }
}
