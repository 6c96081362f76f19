using Newtonsoft.Json;
using PolicyGen.Catalogue;

namespace PolicyGen.Results;

/// <summary>Writes the member <c>audit</c> of a result.</summary>
internal sealed class AuditJsonWriter(JsonTextWriter json)
{
    // Where nothing is assigned in a tenant of ten thousand subscriptions, every control would list them all.
    private const int MaxMissing = 100;

    public void Write(AuditReport audit)
    {
        json.WritePropertyName("audit");
        json.WriteStartObject();
        Write(audit.Figures);
        json.Numbers("azureStates", audit.AzureStates);
        json.Optional("oldestState", audit.OldestState);
        json.Optional("newestState", audit.NewestState);
        json.List("failures", audit.Failures, Write);
        json.List("observations", audit.Observations, Write);
        json.List("subscriptions", audit.Subscriptions, Write);
        json.List("assignments", audit.Assignments, Write);
        json.List("controls", audit.Controls, Write);
        json.List("requirements", audit.Requirements, Write);
        if (audit.Comparison is { } comparison)
            Write(comparison);
        json.WriteEndObject();
    }

    private void Write(AuditFigures figures)
    {
        json.WritePropertyName("figures");
        json.WriteStartObject();
        json.Member("requests", figures.Requests);
        json.Member("retries", figures.Retries);
        json.Member("rows", figures.Rows);
        json.Member("bytes", figures.Bytes);
        json.Member("wallMilliseconds", figures.WallMilliseconds);
        json.Member("waitedMilliseconds", figures.WaitedMilliseconds);
        json.Member("peakMemoryBytes", figures.PeakMemoryBytes);
        json.WriteEndObject();
    }

    private void Write(AuditGap failure)
    {
        json.WriteStartObject();
        json.Member("part", failure.Part);
        json.Member("scope", failure.Scope);
        json.Member("kind", failure.Kind);
        json.Member("status", failure.Status);
        json.Member("code", failure.Code);
        json.Member("action", failure.Action);
        json.Member("message", failure.Message);
        json.Member("attempts", failure.Attempts);
        json.Optional("requestId", failure.RequestId);
        json.WriteEndObject();
    }

    private void Write(AuditObservation observation)
    {
        json.WriteStartObject();
        json.Member("kind", CatalogueJson.Name(observation.Kind));
        json.Member("scope", observation.Scope);
        json.Optional("subject", observation.Subject);
        json.Member("message", observation.Message);
        json.Member("messageJa", observation.MessageJa);
        json.WriteEndObject();
    }

    private void Write(AuditedSubscription subscription)
    {
        json.WriteStartObject();
        json.Member("id", subscription.Id);
        json.Member("name", subscription.Name);
        json.Member("state", subscription.State);
        json.Optional("managementGroup", subscription.ManagementGroup);
        json.Member("complete", subscription.IsComplete);
        json.Numbers("states", subscription.States);
        json.Optional("oldestState", subscription.OldestState);
        json.Optional("newestState", subscription.NewestState);
        json.Texts("guidelines", subscription.Guidelines);
        json.WriteEndObject();
    }

    private void Write(AuditedAssignment assignment)
    {
        json.WriteStartObject();
        json.Member("id", assignment.Id);
        json.Optional("displayName", assignment.DisplayName);
        json.Member("scope", assignment.Scope);
        json.Member("initiative", assignment.Initiative);
        json.Optional("version", assignment.Version);
        json.Optional("expectedVersion", assignment.ExpectedVersion);
        json.Member("enforcementMode", assignment.EnforcementMode);
        json.Numbers("states", assignment.States);
        json.WriteEndObject();
    }

    private void Write(AuditedControl control)
    {
        json.WriteStartObject();
        json.Member("id", control.Id);
        json.Numbers("states", control.States);
        json.Optional("oldestState", control.OldestState);
        json.Optional("newestState", control.NewestState);
        json.Member("missing", control.Missing);
        json.List("missingIn", control.MissingIn.Take(MaxMissing), json.WriteValue);
        json.Texts("evidence", control.Evidence);
        json.WriteEndObject();
    }

    private void Write(AuditedRequirement requirement)
    {
        json.WriteStartObject();
        json.Member("id", requirement.Id);
        json.Optional("attestation", requirement.Attestation);
        json.Member("attestedIn", requirement.AttestedIn);
        json.Optional("note", requirement.Note);
        json.WriteEndObject();
    }

    private void Write(AuditComparison comparison)
    {
        json.WritePropertyName("comparison");
        json.WriteStartObject();
        json.Member("against", comparison.Against);
        json.Member("new", comparison.New);
        json.Member("known", comparison.Known);
        json.List("fixed", comparison.Fixed, gone =>
        {
            json.WriteStartObject();
            json.Member("control", gone.Control);
            json.Member("definition", gone.Definition);
            json.Member("state", gone.State);
            json.Member("resource", gone.Resource);
            json.WriteEndObject();
        });
        json.WriteEndObject();
    }
}
