using System.Collections.Immutable;
using System.Globalization;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using PolicyGen.Results;

namespace PolicyGen.Auditing.Reading;

/// <summary>Reads members of what Azure answers: of any type, or not there at all. Names in any letter case.</summary>
internal static class ArmRow
{
    public static string Text(this JObject row, string name) => row.OptionalText(name) ?? "";

    /// <summary>Text, or null when there is none or it is empty.</summary>
    public static string? OptionalText(this JObject row, string name) =>
        row.GetValue(name, StringComparison.OrdinalIgnoreCase) is JValue { Value: { } value } && Convert.ToString(value, CultureInfo.InvariantCulture) is { Length: > 0 } text ? text : null;

    /// <summary>A whole number that must be there.</summary>
    /// <exception cref="JsonReaderException">There is none.</exception>
    public static long Number(this JObject row, string name) =>
        row.GetValue(name, StringComparison.OrdinalIgnoreCase) is JValue { Value: long or int } value && (long)value >= 0
            ? (long)value
            : throw new JsonReaderException($"The answer has no number '{name}' where one is expected.");

    /// <summary>A text that must be there.</summary>
    /// <exception cref="JsonReaderException">There is none.</exception>
    public static string Required(this JObject row, string name) =>
        row.OptionalText(name) ?? throw new JsonReaderException($"The answer has no text '{name}' where one is expected.");

    /// <summary>A time; null when it is none.</summary>
    public static DateTimeOffset? Time(this JObject row, string name) => row.OptionalText(name) is { } text ? ParseTime(text) : null;

    public static DateTimeOffset? ParseTime(string text) =>
        IsoTime.Parse(text) ?? (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time) ? time : null);

    public static JObject? Object(this JObject row, string name) => row.GetValue(name, StringComparison.OrdinalIgnoreCase) as JObject;

    public static ImmutableArray<JObject> Objects(this JObject row, string name) =>
        row.GetValue(name, StringComparison.OrdinalIgnoreCase) is JArray array ? [.. array.OfType<JObject>()] : [];

    public static ImmutableArray<string> Texts(this JObject row, string name) =>
        row.GetValue(name, StringComparison.OrdinalIgnoreCase) is JArray array ? [.. array.OfType<JValue>().Select(v => v.Value as string).OfType<string>()] : [];
}
