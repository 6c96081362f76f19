using System.Collections.Immutable;
using System.Globalization;
using Newtonsoft.Json.Linq;

namespace PolicyGen.Evaluation.Functions;

/// <summary>addDays() (governance/policy/concepts/definition-structure-policy-rule.md, "Policy functions").</summary>
internal static class DateFunctions
{
    /// <summary>The universal ISO 8601 format that utcNow() and addDays() return.</summary>
    public const string UniversalFormat = "yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'";

    // yyyy-MM-ddTHH:mm:ss.FFFFFFFZ: the fraction of a second may be shorter or missing.
    private const string InputFormat = "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'";

    /// <summary>The functions.</summary>
    public static ImmutableArray<TemplateFunction> All { get; } =
    [
        TemplateFunction.Of("addDays", AddDays, TokenKinds.String, TokenKinds.Integer),
    ];

    /// <summary>A time in the format of <c>utcNow(format)</c>, a .NET format (template-functions-date.md, "utcNow").</summary>
    public static PolicyValue Format(DateTimeOffset time, string format)
    {
        try
        {
            return PolicyValue.Of(new JValue(time.UtcDateTime.ToString(format, CultureInfo.InvariantCulture)));
        }
        catch (FormatException)
        {
            return PolicyValue.Failed("The format of utcNow() is invalid.");
        }
    }

    private static PolicyValue AddDays(ReadOnlySpan<JToken> arguments)
    {
        var text = Tokens.Text(arguments[0]);
        if (!DateTime.TryParseExact(text, InputFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time))
        {
            // The document asks for one format; whether Azure takes others is not said.
            return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _)
                ? PolicyValue.Unknown($"addDays() of '{text}', which is not of the format yyyy-MM-ddTHH:mm:ss.FFFFFFFZ")
                : PolicyValue.Failed("the first argument is not a time of the format yyyy-MM-ddTHH:mm:ss.FFFFFFFZ");
        }

        var range = (DateTime.MaxValue - DateTime.MinValue).Days;
        if (!Tokens.TryInt32(arguments[1], out var days) || Math.Abs((long)days) > range)
            return PolicyValue.Failed("the result is no date");
        try
        {
            return PolicyValue.Of(new JValue(time.AddDays(days).ToString(UniversalFormat, CultureInfo.InvariantCulture)));
        }
        catch (ArgumentOutOfRangeException)
        {
            return PolicyValue.Failed("the result is no date");
        }
    }
}
