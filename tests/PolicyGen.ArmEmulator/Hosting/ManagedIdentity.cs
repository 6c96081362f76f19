using System.Globalization;
using System.Security.Cryptography;
using Newtonsoft.Json.Linq;
using PolicyGen.ArmEmulator.Http;

namespace PolicyGen.ArmEmulator.Hosting;

/// <summary>
/// The token endpoint that App Service gives an application with a managed identity
/// (MicrosoftDocs/azure-docs, app-service/overview-managed-identity.md).
/// </summary>
internal sealed class ManagedIdentity(TokenStore tokens, TimeSpan lifetime)
{
    public const string Path = "/msi/token";

    private static readonly string[] Audiences =
    [
        "https://management.azure.com", "https://management.core.windows.net",
        "https://management.usgovcloudapi.net", "https://management.core.usgovcloudapi.net",
        "https://management.chinacloudapi.cn", "https://management.core.chinacloudapi.cn",
    ];

    /// <summary>What callers prove with that they are on this machine.</summary>
    public string Secret { get; } = Convert.ToHexString(RandomNumberGenerator.GetBytes(32));

    /// <param name="request">The request.</param>
    /// <param name="secret">Its X-IDENTITY-HEADER; null for none.</param>
    public Answer Answer(EmulatorRequest request, string? secret)
    {
        if (request.Method != "GET")
            return Error(405, "Only GET is answered.");
        if (secret is null || !secret.Equals(Secret, StringComparison.Ordinal))
            return Error(401, "The header X-IDENTITY-HEADER is missing or wrong.");
        if (request.Parameter("api-version") != "2019-08-01")
            return Error(400, "The api-version must be 2019-08-01.");
        var resource = request.Parameter("resource") ?? "";
        var audience = resource.TrimEnd('/');
        if (!Audiences.Contains(audience, StringComparer.OrdinalIgnoreCase) && !audience.Equals("https://" + request.Host, StringComparison.OrdinalIgnoreCase))
            return Error(400, $"There is no application '{resource}'.");
        var (token, expiresOn) = tokens.Issue(lifetime);
        return Http.Answer.Json(new JObject
        {
            ["access_token"] = token,
            ["expires_on"] = expiresOn.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture),
            ["resource"] = resource,
            ["token_type"] = "Bearer",
            ["client_id"] = ArmError.Caller,
        });
    }

    private static Answer Error(int status, string message)
    {
        var answer = Http.Answer.Json(new JObject { ["statusCode"] = status, ["message"] = message });
        answer.Status = status;
        return answer;
    }
}
