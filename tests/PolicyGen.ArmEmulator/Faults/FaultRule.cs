using System.Text.RegularExpressions;
using Newtonsoft.Json;

namespace PolicyGen.ArmEmulator.Faults;

/// <summary>A rule of what goes wrong (faults.schema.json).</summary>
internal sealed record FaultRule
{
    [JsonProperty("match")]
    public FaultMatch Match { get; init; } = new();

    [JsonProperty("do")]
    public FaultAction Do { get; init; } = new();
}

/// <summary>Which requests a rule is about; what is not given does not matter.</summary>
internal sealed record FaultMatch
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(1);

    public string? Method { get; init; }

    /// <summary>Regular expression on path and query, without case.</summary>
    public string? Path { get; init; }

    /// <summary>Regular expression on the body, without case.</summary>
    public string? Body { get; init; }

    /// <summary>Only from the nth matching request on, counted from 1.</summary>
    public int Nth { get; init; } = 1;

    /// <summary>How often at most; none is always.</summary>
    public int? Times { get; init; }

    /// <summary>Share of matching requests that are hit.</summary>
    public double Probability { get; init; } = 1;

    /// <summary>Of the numbers that decide it.</summary>
    public int Seed { get; init; }

    public bool Covers(string method, string pathAndQuery, string body) =>
        (Method is null || Method.Equals(method, StringComparison.OrdinalIgnoreCase))
        && (Path is null || Regex.IsMatch(pathAndQuery, Path, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, Limit))
        && (Body is null || Regex.IsMatch(body, Body, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, Limit));
}

/// <summary>What happens to a request that is hit. Several may be given: a delay comes first, then the answer is made and changed.</summary>
internal sealed record FaultAction
{
    /// <summary>Milliseconds to wait before anything else.</summary>
    public int Delay { get; init; }

    /// <summary>Answers with this status instead of asking the service.</summary>
    public int? Status { get; init; }

    public string? Code { get; init; }

    public string? Message { get; init; }

    public Dictionary<string, string> Headers { get; init; } = [];

    /// <summary>Body of the answer instead of an error in Azure's form.</summary>
    public string? Body { get; init; }

    /// <summary>403 that names this action and the scope of the request.</summary>
    public string? Forbidden { get; init; }

    /// <summary>401 with a claims challenge; the token is revoked.</summary>
    public bool ClaimsChallenge { get; init; }

    /// <summary>Revokes the token before it is judged.</summary>
    public bool RevokeToken { get; init; }

    /// <summary>Breaks the connection after so many bytes of the body; 0 before the first.</summary>
    public int? Reset { get; init; }

    /// <summary>Ends the body cleanly after so many bytes.</summary>
    public int? Truncate { get; init; }

    /// <summary>Makes broken JSON of the body from about the middle on.</summary>
    public bool Malformed { get; init; }

    /// <summary>Answers with the page that was answered before, its link to the next included.</summary>
    public bool RepeatPage { get; init; }

    /// <summary>Lets the link to the next page lead to another host.</summary>
    public bool ForeignNextLink { get; init; }

    /// <summary>Answers without elements; the next page is this one.</summary>
    public bool EmptyPage { get; init; }

    /// <summary>Hours by which the clock of the service is wrong, in its headers and bodies.</summary>
    public double WrongClock { get; init; }

    /// <summary>What the headers say of the quotas.</summary>
    public FaultQuota? Quota { get; init; }
}

/// <summary>Quotas as the headers tell them.</summary>
internal sealed record FaultQuota
{
    public int Remaining { get; init; }

    /// <summary>hh:mm:ss.</summary>
    public string ResetsAfter { get; init; } = "00:00:01";
}
