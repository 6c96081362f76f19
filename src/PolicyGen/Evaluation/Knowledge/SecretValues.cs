using System.Text.RegularExpressions;
using Newtonsoft.Json.Linq;
using PolicyGen.Data;

namespace PolicyGen.Evaluation.Knowledge;

/// <summary>
/// Keeps secrets out of reasons. Azure shows asterisks for a property that is a secret (determine-non-compliance.md); which
/// those are stands in no table that is public, so names decide, and rather hide one too many.
/// </summary>
internal static partial class SecretValues
{
    /// <summary>What stands for a secret.</summary>
    public const string Mask = "***";

    /// <summary>The value as it may be shown: a text under a secret's name is masked, in objects and arrays too.</summary>
    /// <param name="path">Path of the value, or the expression that gave it.</param>
    /// <param name="value">The value.</param>
    public static JToken? Masked(string path, JToken? value)
    {
        if (value is null or JRaw)
            return value;
        if (IsSecret(path))
            return Hide(value);
        if (value is not JContainer container || !container.Below().OfType<JProperty>().Any(p => IsSecret(p.Name)))
            return value;
        var copy = (JContainer)container.DeepClone();
        foreach (var property in copy.Below().OfType<JProperty>().Where(p => IsSecret(p.Name)).ToList())
            property.Value = Hide(property.Value);
        return copy;
    }

    // A number or a flag tells no secret: an expiry, or whether there is one.
    private static JToken Hide(JToken value) => value switch
    {
        JRaw => value,
        JValue { Type: JTokenType.String, Value: string { Length: > 0 } } => new JValue(Mask),
        JContainer { HasValues: true } => new JValue(Mask),
        _ => value,
    };

    private static bool IsSecret(string path) => Secret().IsMatch(path);

    [GeneratedRegex("""
        (password | passphrase | (?<!key)(?<!secretsStore)secret(?!s?(Id|Uri|Url|Name|Identifier|Version|s\b)) | connectionString | accountKey | accessKey(?!s?(Access|Age|Metadata|Expir|Enabled)) | primaryKey | secondaryKey
        | masterKey | sharedKey(?!Access) | sasToken | sasUri | protectedSettings | customData | userData | privateKey | clientSecret | pfx | certificateData)
        (?!.*(Type|Enabled|Expir|Policy|Days|Rotation|Version|Mode)\b)
        """, RegexOptions.IgnoreCase | RegexOptions.IgnorePatternWhitespace | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Secret();
}
