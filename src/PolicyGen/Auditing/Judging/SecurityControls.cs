using System.Collections.Immutable;
using Newtonsoft.Json.Linq;
using PolicyGen.Catalogue;

namespace PolicyGen.Auditing.Judging;

/// <summary>A control that Defender for Cloud answers, too.</summary>
/// <param name="Control">The control.</param>
/// <param name="Assessments">Keys of assessments, in lower case: any that is unhealthy violates it. Empty for a plan.</param>
/// <param name="Plan">Name of a plan that must be on; null for assessments.</param>
/// <param name="SubPlans">Sub-plans that do; empty for any.</param>
/// <param name="Extension">Extension that must be on; null for none.</param>
public sealed record SecurityControl(Control Control, ImmutableArray<string> Assessments, string? Plan, ImmutableArray<string> SubPlans, string? Extension)
{
    /// <summary>Where its answer comes from: assessments or pricings.</summary>
    public string Evidence => Plan is null ? "assessments" : "pricings";
}

/// <summary>The controls that Defender for Cloud answers, too: where Policy has not evaluated yet, its assessments and plans do.</summary>
public static class SecurityControls
{
    private const string AssessmentType = "Microsoft.Security/assessments";
    private const string PricingType = "Microsoft.Security/pricings";

    /// <summary>Keys of the assessments that matter, in lower case, sorted.</summary>
    public static ImmutableArray<string> Keys(Library library) => [.. Of(library).SelectMany(c => c.Assessments).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    /// <summary>The controls.</summary>
    public static ImmutableArray<SecurityControl> Of(Library library)
    {
        ArgumentNullException.ThrowIfNull(library);
        return [.. library.Controls.Values.Where(c => !c.IsShared).Select(Of).OfType<SecurityControl>()];
    }

    private static SecurityControl? Of(Control control)
    {
        if (control.Pattern == "defender-plan")
        {
            return new SecurityControl(control, [], Text(control.Values, "plan"),
                [.. (control.Values["acceptedSubPlans"] as JArray ?? []).Where(s => s.Type == JTokenType.String).Select(s => (string)s!)], Text(control.Values, "extension"));
        }

        var related = control.Values["related"] as JObject;
        var name = related is null ? null : Text(related, "name");
        // A plan that a control asks more of than to be on is left to Policy.
        if (name is not null && Text(related!, "type") == PricingType && control.Values["require"] is JArray { Count: 1 } only && Text((only[0] as JObject)!, "property") == "pricingTier")
            return new SecurityControl(control, [], name, [], null);
        if (name is not null && Text(related!, "type") == AssessmentType)
            return new SecurityControl(control, [name.ToLowerInvariant()], null, [], null);
        var keys = BuiltInAssessments.Of(control);
        return keys.IsEmpty ? null : new SecurityControl(control, keys, null, [], null);
    }

    private static string? Text(JObject values, string name) => values[name] is { Type: JTokenType.String } text ? (string)text! : null;
}
