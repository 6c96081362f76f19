using Newtonsoft.Json.Linq;

namespace PolicyGen.ArmEmulator.Http;

/// <summary>An answer that is an error, in the form that Azure Resource Manager gives it.</summary>
internal sealed class ArmError(int status, string code, string message) : Exception(message)
{
    public int Status { get; } = status;

    public string Code { get; } = code;

    public Dictionary<string, string> Headers { get; init; } = [];

    /// <summary>Code and message of causes.</summary>
    public IReadOnlyList<(string Code, string Message)> Details { get; init; } = [];

    public static ArmError BadRequest(string code, string message) => new(400, code, message);

    public static ArmError NotFound(string code, string message) => new(404, code, message);

    /// <summary>403 as role checks give it, with the action and the scope.</summary>
    public static ArmError Forbidden(string action, string scope) => new(
        403,
        "AuthorizationFailed",
        $"The client '{Caller}' with object id '{Caller}' does not have authorization to perform action '{action}' over scope '{scope}' or the scope is invalid. If access was recently granted, please refresh your credentials.");

    public static ArmError Unauthorized(string code, string message, string host) => new(401, code, message)
    {
        Headers = { ["WWW-Authenticate"] = $"Bearer authorization_uri=\"https://{host}/{Caller}\", error=\"invalid_token\", error_description=\"{message}\"" },
    };

    /// <summary>401 that asks for a newer token: continuous access evaluation has revoked this one.</summary>
    public static ArmError Challenge(string host)
    {
        var claims = Convert.ToBase64String("""{"access_token":{"nbf":{"essential":true,"value":"1700000000"}}}"""u8);
        return new ArmError(401, "InvalidAuthenticationToken", "The access token has been revoked.")
        {
            Headers = { ["WWW-Authenticate"] = $"Bearer authorization_uri=\"https://{host}/common/oauth2/authorize\", error=\"insufficient_claims\", claims=\"{claims}\"" },
        };
    }

    /// <summary>Object id of who signs in.</summary>
    public const string Caller = "5d0c3f60-8a4b-4c55-9f0e-3b1d6a1f2e01";

    public Answer ToAnswer()
    {
        var error = new JObject { ["code"] = Code, ["message"] = Message };
        if (Details.Count > 0)
            error["details"] = new JArray(Details.Select(d => new JObject { ["code"] = d.Code, ["message"] = d.Message }));
        var answer = Answer.Json(new JObject { ["error"] = error });
        answer.Status = Status;
        foreach (var (name, value) in Headers)
            answer.Headers[name] = value;
        return answer;
    }
}
