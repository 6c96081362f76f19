using Newtonsoft.Json.Linq;
using PolicyGen.Tests.Arm;

namespace PolicyGen.Tests.Auditing.Reading;

/// <summary>Answers by what is asked: queries of Resource Graph by a word of their text, others by a part of their path.</summary>
internal sealed class StubEstate
{
    private readonly List<(Func<string, JObject?, bool> Fits, Func<StubRequest, HttpResponseMessage> Answer)> _rules = [];
    private readonly List<string> _unknown = [];

    public StubEstate() => Azure = new StubAzure(Answer);

    public StubAzure Azure { get; }

    /// <summary>Requests that no rule was for; each was answered with 404.</summary>
    public IReadOnlyList<string> Unknown => _unknown;

    /// <summary>Queries that hold a word.</summary>
    public StubEstate Query(string word, params Func<StubRequest, HttpResponseMessage>[] answers)
    {
        var number = -1;
        _rules.Add(((_, body) => body is not null && ((string)body["query"]!).Contains(word, StringComparison.Ordinal), r => answers[Math.Min(Interlocked.Increment(ref number), answers.Length - 1)](r)));
        return this;
    }

    /// <summary>Rows for queries that hold a word.</summary>
    public StubEstate Rows(string word, params object[] rows) => Query(word, Page(rows));

    /// <summary>Requests whose path and query hold a text.</summary>
    public StubEstate Path(string part, Func<StubRequest, HttpResponseMessage> answer)
    {
        _rules.Add(((path, body) => body?["query"] is null && path.Contains(part, StringComparison.OrdinalIgnoreCase), answer));
        return this;
    }

    /// <summary>One page that is all.</summary>
    public static Func<StubRequest, HttpResponseMessage> Page(params object[] rows) => Page(rows.Length, null, rows);

    public static Func<StubRequest, HttpResponseMessage> Page(long total, string? token, params object[] rows)
    {
        var body = new JObject { ["totalRecords"] = total, ["count"] = rows.Length, ["data"] = JArray.FromObject(rows), ["facets"] = new JArray(), ["resultTruncated"] = token is null && rows.Length < total ? "true" : "false" };
        if (token is not null)
            body["$skipToken"] = token;
        return StubAzure.Ok(body.ToString());
    }

    public static Func<StubRequest, HttpResponseMessage> Error(int status, string code) =>
        StubAzure.Status(status, new JObject { ["error"] = new JObject { ["code"] = code, ["message"] = "No." } }.ToString());

    public IEnumerable<JObject> Sent(string word) =>
        Azure.Requests.Where(r => r.Body.Length > 0).Select(r => JObject.Parse(r.Body)).Where(b => ((string)b["query"]!).Contains(word, StringComparison.Ordinal));

    private HttpResponseMessage Answer(StubRequest request)
    {
        var path = Uri.UnescapeDataString(request.Address.PathAndQuery);
        var body = request.Body.Length > 0 ? JObject.Parse(request.Body) : null;
        foreach (var (fits, answer) in _rules)
        {
            if (fits(path, body))
                return answer(request);
        }

        lock (_unknown)
            _unknown.Add(path + " " + body?["query"]);
        return Error(404, "NotFound")(request);
    }
}
