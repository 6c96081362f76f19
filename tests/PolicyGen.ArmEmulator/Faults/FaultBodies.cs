using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Newtonsoft.Json.Linq;
using PolicyGen.ArmEmulator.Estates;
using PolicyGen.ArmEmulator.Http;
using PolicyGen.ArmEmulator.Routes;

namespace PolicyGen.ArmEmulator.Faults;

/// <summary>Changes answers as rules say.</summary>
internal static partial class FaultBodies
{
    private static readonly string[] Links = ["nextLink", "@odata.nextLink"];
    private static readonly string[] Lists = ["value", "data"];

    /// <summary>What a request asks for, whatever page of it.</summary>
    public static string KeyOf(EmulatorRequest request)
    {
        var query = request.Query.Where(q => !q.Key.Equals(Pages.TokenName, StringComparison.OrdinalIgnoreCase)).Select(q => $"{q.Key}={q.Value}");
        return string.Join('\n', query.Prepend(request.Path).Append(WithoutToken(request.Body)));
    }

    /// <summary>The answer that fails instead of the service's; null when the service answers.</summary>
    public static Answer? Failure(FaultAction fault, EmulatorRequest request)
    {
        var path = ArmPath.Parse(request.Path);
        if (fault.ClaimsChallenge)
            return ArmError.Challenge(request.Host).ToAnswer();
        if (fault.Forbidden is { } action)
            return Extended(ArmError.Forbidden(action, path.Scope.Length == 0 ? request.Path : path.Scope).ToAnswer(), fault);
        if (fault.Status is not { } status)
            return null;
        var answer = new ArmError(status, fault.Code ?? CodeOf(status), fault.Message ?? $"The service answers {status.ToString(CultureInfo.InvariantCulture)} by a rule.").ToAnswer();
        if (fault.Body is { } body)
        {
            answer.Body = Encoding.UTF8.GetBytes(body);
            answer.ContentType = body.StartsWith('<') ? "text/html" : answer.ContentType;
        }
        return Extended(answer, fault);
    }

    /// <summary>Changes an answer of the service.</summary>
    /// <param name="answer">The answer.</param>
    /// <param name="hit">The rule.</param>
    /// <param name="request">The request.</param>
    /// <param name="foreignHost">Host and port that links lead to.</param>
    public static void Change(Answer answer, FaultPlan.Hit hit, EmulatorRequest request, string foreignHost)
    {
        var fault = hit.Do;
        if (fault.RepeatPage && hit.Former.TryGetValue(KeyOf(request), out var former))
            answer.Replace(former);
        if (fault.EmptyPage)
            Empty(answer, request);
        if (fault.ForeignNextLink)
            Divert(answer, request, foreignHost);
        if (fault.WrongClock != 0)
            Shift(answer, TimeSpan.FromHours(fault.WrongClock));
        if (fault.Malformed)
            Break(answer);
        if (fault.Quota is { } quota)
        {
            answer.Headers["x-ms-user-quota-remaining"] = quota.Remaining.ToString(CultureInfo.InvariantCulture);
            answer.Headers["x-ms-user-quota-resets-after"] = quota.ResetsAfter;
            answer.Headers["x-ms-ratelimit-remaining-subscription-reads"] = quota.Remaining.ToString(CultureInfo.InvariantCulture);
            answer.Headers["x-ms-ratelimit-remaining-tenant-reads"] = quota.Remaining.ToString(CultureInfo.InvariantCulture);
        }
        Extended(answer, fault);
    }

    private static Answer Extended(Answer answer, FaultAction fault)
    {
        foreach (var (name, value) in fault.Headers)
            answer.Headers[name] = value;
        return answer;
    }

    private static void Empty(Answer answer, EmulatorRequest request)
    {
        if (answer.ReadJson() is not JObject page || Lists.FirstOrDefault(page.ContainsKey) is not { } list)
            return;
        page[list] = new JArray();
        if (list == "data")
        {
            var body = request.JsonBody();
            page["count"] = 0;
            page["resultTruncated"] = "false";
            page["$skipToken"] = body.Text("options['$skipToken']") ?? GraphTokens.Make(body, 0);
        }
        else
        {
            var link = Links.FirstOrDefault(page.ContainsKey) ?? "nextLink";
            page[link] = request.NextLink(Pages.TokenName, request.Parameter(Pages.TokenName) ?? Pages.Token(0));
        }
        answer.Replace(page);
    }

    // A list that has no more pages is given one.
    private static void Divert(Answer answer, EmulatorRequest request, string foreignHost)
    {
        if (answer.ReadJson() is not JObject page || !page.ContainsKey("value"))
            return;
        var link = Links.FirstOrDefault(page.ContainsKey) ?? "nextLink";
        var next = page.Text($"['{link}']") ?? request.NextLink(Pages.TokenName, Pages.Token(0));
        page[link] = $"https://{foreignHost}{new Uri(next).PathAndQuery}";
        answer.Replace(page);
    }

    private static void Shift(Answer answer, TimeSpan offset)
    {
        answer.Headers["Date"] = (DateTimeOffset.UtcNow + offset).ToString("R", CultureInfo.InvariantCulture);
        var text = Encoding.UTF8.GetString(answer.Body.Span);
        answer.Body = Encoding.UTF8.GetBytes(Timestamps().Replace(text, m => $"\"{RelativeTimes.Text(RelativeTimes.Parse(m.Groups[1].Value, "a timestamp") + offset)}\""));
    }

    private static void Break(Answer answer)
    {
        var body = answer.Body.ToArray();
        var middle = body.Length / 2;
        "}]\"{,:"u8[..Math.Min(6, body.Length - middle)].CopyTo(body.AsSpan(middle));
        answer.Body = body;
    }

    private static string WithoutToken(string body)
    {
        if (body.Length == 0 || !body.StartsWith('{'))
            return body;
        var json = JsonTexts.Parse(body);
        (json["options"] as JObject)?.Remove("$skipToken");
        return json.ToString();
    }

    private static string CodeOf(int status) => status switch
    {
        401 => "AuthenticationFailed",
        403 => "AuthorizationFailed",
        404 => "ResourceNotFound",
        409 => "Conflict",
        429 => "TooManyRequests",
        503 => "ServiceUnavailable",
        504 => "GatewayTimeout",
        >= 500 => "InternalServerError",
        _ => "BadRequest",
    };

    [GeneratedRegex("\"(\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(?:\\.\\d{1,7})?Z)\"", RegexOptions.CultureInvariant)]
    private static partial Regex Timestamps();
}
