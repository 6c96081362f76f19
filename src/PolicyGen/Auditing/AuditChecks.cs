using System.Text.RegularExpressions;
using PolicyGen.Catalogue;
using PolicyGen.Diagnostics;

namespace PolicyGen.Auditing;

/// <summary>Finds what is wrong with the options of an audit before anything is sent.</summary>
internal static partial class AuditChecks
{
    public static void Check(AuditOptions options, DateTimeOffset now, DiagnosticBag diagnostics)
    {
        var scopes = (options.Subscriptions.IsEmpty ? 0 : 1) + (options.ManagementGroup is null ? 0 : 1) + (options.Tenant ? 1 : 0);
        if (scopes != 1)
            diagnostics.Error("audit-scope", "Choose subscriptions, one management group or the tenant.", SourceLocation.None);
        foreach (var id in options.Subscriptions.Where(s => !Guid.TryParseExact(s, "D", out _)))
            diagnostics.Error("audit-scope", $"A subscription is given by its id, a GUID, not as \"{id}\".", SourceLocation.None);
        if (options.ManagementGroup is { } group && !GroupName().IsMatch(group))
            diagnostics.Error("audit-scope", $"\"{group}\" is no name of a management group: letters, digits and -_(). are allowed.", SourceLocation.None);
        foreach (var id in options.Initiatives.Where(i => !InitiativeId().IsMatch(i)))
            diagnostics.Error("audit-initiative", $"\"{id}\" is no resource id of an initiative: /…/providers/Microsoft.Authorization/policySetDefinitions/<name>.", SourceLocation.None);
        if (options.Since >= now)
            diagnostics.Error("audit-since", "The time to compare with lies not in the past.", SourceLocation.None);
        if (options.Source == AuditSource.Inventory && (!options.Initiatives.IsEmpty || options.Since is not null))
            diagnostics.Error("audit-source", "An inventory is judged by the guidelines as they are, and knows no past: initiatives and a time to compare with need the source policy.", SourceLocation.None);
    }

    /// <summary>Controls of foreign initiatives are not known before they are read.</summary>
    public static void CheckControls(AuditOptions options, Library library, DiagnosticBag diagnostics)
    {
        if (!options.Initiatives.IsEmpty)
            return;
        foreach (var control in options.Controls.Where(c => !library.Controls.Keys.Contains(c, StringComparer.OrdinalIgnoreCase)))
            diagnostics.Error("unknown-control", $"There is no control \"{control}\"; 'policygen controls list' lists ours.", SourceLocation.None);
    }

    [GeneratedRegex(@"^[\p{L}\p{Nd}_().-]{1,90}$")]
    private static partial Regex GroupName();

    [GeneratedRegex(@"^(/subscriptions/[0-9a-fA-F-]{36}|/providers/Microsoft\.Management/managementGroups/[\p{L}\p{Nd}_().-]{1,90})?/providers/Microsoft\.Authorization/policySetDefinitions/[^/?#%\\]{1,128}$", RegexOptions.IgnoreCase)]
    private static partial Regex InitiativeId();
}
