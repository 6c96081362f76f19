using Newtonsoft.Json.Linq;
using PolicyGen.Bicep;
using PolicyGen.Diagnostics;
using PolicyGen.Resources;

namespace PolicyGen.Checking;

/// <summary>Where templates are deployed, from <c>--scope</c> and the context.</summary>
/// <param name="Context">For the compiler.</param>
/// <param name="Id">The scope as the user gave it; null when it is not known.</param>
internal sealed record DeploymentScope(DeploymentContext Context, string? Id)
{
    /// <summary>The tags of the subscription that the context describes; null when nobody told them.</summary>
    public JObject? SubscriptionTags { get; init; }

    private const string ManagementGroups = "/providers/Microsoft.Management/managementGroups/";

    public static DeploymentScope? Parse(string? scope, CheckContext context, DiagnosticBag diagnostics) =>
        Place(scope, context, diagnostics) is { } place
            ? place with { SubscriptionTags = context.Subscription?.GetValue("tags", StringComparison.OrdinalIgnoreCase) as JObject }
            : null;

    private static DeploymentScope? Place(string? scope, CheckContext context, DiagnosticBag diagnostics)
    {
        var tenant = Text(context.Tenant, "tenantId") ?? Text(context.Subscription, "tenantId");
        if (scope is null)
            return new DeploymentScope(new DeploymentContext(TenantId: tenant, SubscriptionId: Text(context.Subscription, "subscriptionId")), null);
        if (scope.StartsWith(ManagementGroups, StringComparison.OrdinalIgnoreCase) && scope.Length > ManagementGroups.Length)
            return new DeploymentScope(new DeploymentContext(TenantId: tenant, ManagementGroup: scope[ManagementGroups.Length..].TrimEnd('/')), scope);
        var id = ArmResourceId.Parse(scope);
        if (scope == "/" || id.SubscriptionId is not null && id.Type.StartsWith("Microsoft.Resources/subscriptions", StringComparison.OrdinalIgnoreCase))
        {
            var location = id.ResourceGroup is { } group && context.ResourceGroups.TryGetValue(group, out var known) ? Text(known, "location") : null;
            return new DeploymentScope(new DeploymentContext(tenant, id.SubscriptionId, id.ResourceGroup, Location: location), scope);
        }

        diagnostics.Error("scope-invalid",
            $"--scope takes the id of a resource group, a subscription or a management group ('/subscriptions/…/resourceGroups/…', '/subscriptions/…', '{ManagementGroups}…'), or '/' for the tenant.", SourceLocation.None);
        return null;
    }

    /// <summary>The id of the scope that a template of a target scope is deployed at.</summary>
    public string For(string targetScope)
    {
        var subscription = "/subscriptions/" + (Context.SubscriptionId ?? DeploymentContext.PlaceholderSubscription);
        return targetScope switch
        {
            "resourceGroup" => $"{subscription}/resourceGroups/{Context.ResourceGroup ?? DeploymentContext.PlaceholderResourceGroup}",
            "subscription" => subscription,
            "managementGroup" => ManagementGroups + (Context.ManagementGroup ?? DeploymentContext.PlaceholderManagementGroup),
            _ => "",
        };
    }

    private static string? Text(JObject? source, string name) =>
        source?.GetValue(name, StringComparison.OrdinalIgnoreCase) is { Type: JTokenType.String } value ? (string)value! : null;
}
