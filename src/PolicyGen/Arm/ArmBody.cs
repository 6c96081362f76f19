using System.Text;
using Azure;
using Newtonsoft.Json;

namespace PolicyGen.Arm;

/// <summary>A body broke off or is not what it should be.</summary>
internal sealed class ArmBodyException(Exception cause) : Exception(cause.Message, cause)
{
    /// <summary>What to tell when no further try is left.</summary>
    public ArmFailure Failure(ArmRequest request, ArmTries tries, Response response)
    {
        var kind = InnerException switch
        {
            ArmBodyTooLargeException => ArmFailureKind.TooLarge,
            IOException or HttpRequestException or RequestFailedException => ArmFailureKind.Network,
            _ => ArmFailureKind.Malformed,
        };
        response.Headers.TryGetValue("x-ms-request-id", out var id);
        return new ArmFailure(kind, response.Status, "", ArmText.Line(Message), request.Action, request.Scope, tries.Sent, id is null ? null : ArmText.Line(id));
    }
}

/// <summary>Reads bodies.</summary>
internal static class ArmBody
{
    /// <summary>Reads a body to its end.</summary>
    /// <exception cref="ArmBodyException">It broke off, or it is not what <paramref name="read"/> takes.</exception>
    public static T Read<T>(Response response, Func<JsonTextReader, T> read)
    {
        try
        {
            using var json = ArmJson.Open(response.ContentStream ?? Stream.Null);
            var result = read(json);
            json.Finish();
            return result;
        }
        catch (Exception exception) when (IsBroken(exception))
        {
            throw new ArmBodyException(exception);
        }
    }

    // Those of the connection, and those of Newtonsoft.Json and of conversions of what has not the type that it should have.
    private static bool IsBroken(Exception exception) => exception is
        IOException or HttpRequestException or RequestFailedException or DecoderFallbackException
        or JsonException or FormatException or OverflowException or InvalidCastException or ArgumentException;
}
