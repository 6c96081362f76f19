using System.Globalization;
using System.Text;
using Newtonsoft.Json.Linq;
using PolicyGen.ArmEmulator.Estates;
using PolicyGen.ArmEmulator.Http;

namespace PolicyGen.ArmEmulator.Routes;

/// <summary>Continuation tokens of Resource Graph: they count for one query over one scope.</summary>
internal static class GraphTokens
{
    public static string Make(JObject body, int position) =>
        Convert.ToBase64String(Encoding.ASCII.GetBytes($"{Hash(body)}:{position.ToString(CultureInfo.InvariantCulture)}"));

    /// <summary>The position that a token stands for.</summary>
    /// <exception cref="ArmError">It is none of this query.</exception>
    public static int Read(JObject body, string token)
    {
        var bytes = new byte[token.Length];
        return Convert.TryFromBase64String(token, bytes, out var length)
            && Encoding.ASCII.GetString(bytes, 0, length).Split(':') is [var hash, var position]
            && hash == Hash(body)
            && int.TryParse(position, NumberStyles.None, CultureInfo.InvariantCulture, out var at)
                ? at
                : throw new ArmError(400, "BadRequest", "The query cannot be continued.") { Details = [("InvalidSkipToken", "The $skipToken is not valid for this query.")] };
    }

    /// <summary>What a query is told apart by: its text and where it looks.</summary>
    public static string KeyOf(JObject body) => string.Join(
        '\n',
        body.Text("query"),
        body["subscriptions"]?.ToString(),
        body["managementGroups"]?.ToString(),
        body["options"]?.Text("authorizationScopeFilter"));

    private static string Hash(JObject body) => Fnv.Add(Fnv.Start, KeyOf(body)).ToString("x16", CultureInfo.InvariantCulture);
}
