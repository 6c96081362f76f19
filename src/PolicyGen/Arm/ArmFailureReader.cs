using System.Net.Sockets;
using System.Security.Authentication;
using System.Text.RegularExpressions;
using Azure;
using Azure.Identity;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace PolicyGen.Arm;

/// <summary>Makes failures of what Azure answers and of what went wrong on the way.</summary>
internal static partial class ArmFailureReader
{
    private const int LongestErrorBody = 256 * 1024;
    private const int MostDetails = 3;

    /// <summary>The failure behind an answer of the typed client.</summary>
    public static ArmFailure Read(RequestFailedException exception, string action, string scope) => exception.GetRawResponse() switch
    {
        { } response => Read(response, action, scope, ArmTries.Of(response)),
        null when exception.Status == 0 => Network(exception, action, scope, 1),
        null => new ArmFailure(Kind(exception.Status, exception.ErrorCode ?? ""), exception.Status, exception.ErrorCode ?? "", ArmText.Line(exception.Message), action, scope, 1, null),
    };

    /// <summary>The failure behind another exception; null for one that is none.</summary>
    public static ArmFailure? Read(Exception exception, string action, string scope) => exception switch
    {
        AuthenticationFailedException failed => SignIn(failed, action, scope),
        ArmBodyTooLargeException => new ArmFailure(ArmFailureKind.TooLarge, 0, "", exception.Message, action, scope, 1, null),
        HttpRequestException or IOException or SocketException or AuthenticationException => Network(exception, action, scope, 1),
        JsonException or System.Text.Json.JsonException => Malformed(exception, action, scope),
        _ when IsOfTypedClient(exception) => Malformed(exception, action, scope),
        AggregateException { InnerException: { } inner } => Read(inner, action, scope),
        _ => null,
    };

    /// <summary>The failure that an answer tells. Its body must be buffered.</summary>
    public static ArmFailure Read(Response response, string action, string scope, int attempts)
    {
        var (code, message) = Error(response);
        if (message.Length == 0)
            message = response.ReasonPhrase is { Length: > 0 } reason ? reason : "no reason given";
        var kind = Kind(response.Status, code);
        if (kind == ArmFailureKind.Forbidden && Missing().Match(message) is { Success: true } missing)
            (action, scope) = (ArmText.Line(missing.Groups[1].Value), ArmText.Line(missing.Groups[2].Value));
        return new ArmFailure(kind, response.Status, ArmText.Line(code), ArmText.Line(message), action, scope, attempts, RequestId(response));
    }

    /// <summary>Nobody could sign in.</summary>
    public static ArmFailure SignIn(Exception exception, string action, string scope) =>
        new(ArmFailureKind.SignIn, 0, "", ArmSignInText.Of(exception), action, scope, 1, null);

    /// <summary>The connection failed.</summary>
    public static ArmFailure Network(Exception exception, string action, string scope, int attempts)
    {
        var cause = exception;
        while (cause.InnerException is { } inner)
            cause = inner;
        var message = FirstLine(exception.Message);
        if (!message.Contains(FirstLine(cause.Message), StringComparison.OrdinalIgnoreCase))
            message += " " + FirstLine(cause.Message);
        return new ArmFailure(ArmFailureKind.Network, 0, "", ArmText.Line(message), action, scope, attempts, null);
    }

    /// <summary>Azure's code of an answer whose body is buffered; empty when it has none.</summary>
    public static string Code(Response response) => Error(response).Code;

    /// <summary>Whether less must be asked for.</summary>
    public static bool IsTooLarge(int status, string code) =>
        status == 413 || code.Contains("PayloadTooLarge", StringComparison.OrdinalIgnoreCase) || code.Contains("ResponseTooLarge", StringComparison.OrdinalIgnoreCase);

    private static ArmFailure Malformed(Exception exception, string action, string scope) =>
        new(ArmFailureKind.Malformed, 0, "", "The answer is not what it should be: " + ArmText.Line(exception.Message), action, scope, 1, null);

    // The typed client takes for granted that a property is there and has its type.
    private static bool IsOfTypedClient(Exception exception) =>
        (exception is InvalidOperationException or FormatException or ArgumentException or KeyNotFoundException or OverflowException)
        && exception.Source is { } source
        && (source.StartsWith("System.Text.Json", StringComparison.Ordinal) || source is "Azure.Core" or "Azure.ResourceManager");

    private static ArmFailureKind Kind(int status, string code) => status switch
    {
        _ when IsTooLarge(status, code) => ArmFailureKind.TooLarge,
        401 => ArmFailureKind.SignIn,
        403 => ArmFailureKind.Forbidden,
        404 => ArmFailureKind.NotFound,
        409 => ArmFailureKind.Conflict,
        429 => ArmFailureKind.Throttled,
        408 or >= 500 => ArmFailureKind.Service,
        >= 300 and < 400 => ArmFailureKind.Refused,
        >= 200 and < 300 => ArmFailureKind.Malformed,
        _ => ArmFailureKind.BadRequest,
    };

    private static (string Code, string Message) Error(Response response)
    {
        if (response.ContentStream is not MemoryStream { Length: > 0 and <= LongestErrorBody } body)
            return ("", "");
        try
        {
            using var json = ArmJson.Open(new MemoryStream(body.ToArray()));
            if (JToken.Load(json) is not JObject { } root)
                return ("", "");
            var error = root["error"] as JObject ?? root;
            return (Code(error), Message(error));
        }
        catch (Exception exception) when (exception is JsonException or System.Text.DecoderFallbackException)
        {
            // A gateway answers in HTML: the status says enough.
            return ("", "");
        }
    }

    private static string Code(JObject error)
    {
        var codes = Details(error).Select(d => Text(d["code"])).Prepend(Text(error["code"])).ToList();
        return codes.Find(c => IsTooLarge(0, c)) ?? codes[0];
    }

    private static IEnumerable<JObject> Details(JObject error) =>
        error["details"] is JArray details ? details.OfType<JObject>().Take(MostDetails) : [];

    // Resource Graph says in the details what is wrong; its own message only tells where to look.
    private static string Message(JObject error)
    {
        var parts = new List<string> { Text(error["message"]) };
        parts.AddRange(Details(error).Select(d => string.Join(": ", new[] { Text(d["code"]), Text(d["message"]) }.Where(t => t.Length > 0))));
        return string.Join(" ", parts.Where(p => p.Length > 0));
    }

    private static string Text(JToken? token) => token is JValue { Type: JTokenType.String } value ? (string)value! : "";

    private static string FirstLine(string text) => text.Split('\n', 2)[0].Trim();

    private static string? RequestId(Response response) =>
        response.Headers.TryGetValue("x-ms-request-id", out var id) || response.Headers.TryGetValue("x-ms-correlation-request-id", out id)
            ? ArmText.Line(id)
            : null;

    [GeneratedRegex("perform action '([^']{1,200})' over scope '([^']{1,2000})'", RegexOptions.CultureInvariant)]
    private static partial Regex Missing();
}
