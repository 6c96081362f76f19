using System.Globalization;
using Newtonsoft.Json.Linq;
using PolicyGen.Arm;

namespace PolicyGen.Auditing.Reading;

/// <summary>
/// Asks Resource Graph and reads all pages (azure-docs, resource-graph/concepts/paging-results.md). Pages follow by
/// <c>$skipToken</c> where there is one, else by <c>$skip</c>. What was read is counted against <c>totalRecords</c>: rows that are
/// missing, or that came twice, are a failure.
/// </summary>
internal sealed class ResourceGraphClient(IArmTransport transport)
{
    /// <summary>The action that a query needs besides reading what it finds.</summary>
    public const string Action = "Microsoft.ResourceGraph/resources/read";

    private const string Path = "/providers/Microsoft.ResourceGraph/resources?api-version=2024-04-01";
    private const int PageSize = 1000;
    private const int Repeats = 2;

    // Says that the query stopped at the first 10,000 subscriptions (azure-docs, resource-graph/concepts/work-with-data.md).
    private const string LimitHeader = "x-ms-tenant-subscription-limit-hit";

    private volatile bool _isLimited;

    /// <summary>True once Azure has said that a query did not cover all subscriptions, since there are too many to ask about at once.</summary>
    public bool IsLimited => _isLimited;

    /// <summary>Sends a query.</summary>
    /// <typeparam name="T">A row.</typeparam>
    /// <param name="query">The query.</param>
    /// <param name="scope">What it is asked about.</param>
    /// <param name="aboveToo">Also what lies at the scopes above: assignments, exemptions, definitions.</param>
    /// <param name="row">Makes a row; null leaves it out. May be called again for a page that broke.</param>
    /// <param name="page">Takes the rows of each page, once.</param>
    /// <param name="cancellationToken">Stops the run.</param>
    /// <exception cref="ArmException">It failed; pages before are with the caller already.</exception>
    public async Task ReadAsync<T>(ResourceGraphQuery query, ResourceGraphScope scope, bool aboveToo, Func<JObject, T?> row, Action<List<T>> page, CancellationToken cancellationToken)
    {
        var position = new Position(PageSize, 0, null);
        var firsts = new HashSet<string>(StringComparer.Ordinal);
        var tokens = new HashSet<string>(StringComparer.Ordinal);
        while (true)
        {
            var answer = await SendAsync(query, scope, aboveToo, row, position, cancellationToken);
            if (answer is null)
            {
                position = position with { Top = Math.Max(1, position.Top / 2) };
                continue;
            }

            var isRepeated = Repeated(answer);
            for (var i = 0; isRepeated && i < Repeats; i++)
            {
                answer = await SendAsync(query, scope, aboveToo, row, position, cancellationToken) ?? answer;
                isRepeated = Repeated(answer);
            }

            if (isRepeated)
                throw Malformed(query, scope, "A page came twice.");
            transport.Figures.CountRows(answer.Count);
            page(answer.Rows);
            var read = position.Read + answer.Count;
            var total = answer.Total ?? throw Malformed(query, scope, "The answer does not say how many rows there are.");
            if (read >= total || answer.Count == 0)
            {
                if (read != total)
                    throw Malformed(query, scope, string.Create(CultureInfo.InvariantCulture, $"{read} of {total} rows were read."));
                return;
            }

            position = position with { Read = read, Token = answer.Next };
        }

        bool Repeated(ResourceGraphPage<T> answer) =>
            (answer.First is { } first && !firsts.Add(first)) || (answer.Next is { } next && !tokens.Add(next));
    }

    /// <summary>Sends a query whose rows are few or do not count before all are there.</summary>
    public async Task<List<T>> ReadAllAsync<T>(ResourceGraphQuery query, ResourceGraphScope scope, bool aboveToo, Func<JObject, T?> row, CancellationToken cancellationToken)
    {
        var rows = new List<T>();
        await ReadAsync(query, scope, aboveToo, row, rows.AddRange, cancellationToken);
        return rows;
    }

    // Null when the answer would be too large: ask for fewer rows.
    private async Task<ResourceGraphPage<T>?> SendAsync<T>(ResourceGraphQuery query, ResourceGraphScope scope, bool aboveToo, Func<JObject, T?> row, Position position, CancellationToken cancellationToken)
    {
        var request = new ArmRequest(HttpMethod.Post, Path, Body(query, scope, aboveToo, position), Action, scope.Scopes[0]);
        try
        {
            return await transport.SendAsync(request, (reader, header) =>
            {
                var answer = ResourceGraphPage<T>.Read(reader, row);
                if (string.Equals(header(LimitHeader), "true", StringComparison.OrdinalIgnoreCase))
                    _isLimited = true;
                return answer;
            }, cancellationToken);
        }
        catch (ArmException e) when (e.Failure.Kind == ArmFailureKind.TooLarge && position.Top > 1)
        {
            return null;
        }
    }

    private static JObject Body(ResourceGraphQuery query, ResourceGraphScope scope, bool aboveToo, Position position)
    {
        var options = new JObject { ["resultFormat"] = "objectArray", ["$top"] = position.Top };
        if (position.Token is { } token)
            options["$skipToken"] = token;
        else if (position.Read > 0)
            options["$skip"] = position.Read;
        if (aboveToo)
            options["authorizationScopeFilter"] = "AtScopeAboveAndBelow";
        var body = new JObject { ["query"] = query.Text, ["options"] = options };
        if (!scope.Subscriptions.IsEmpty)
            body["subscriptions"] = new JArray(scope.Subscriptions);
        if (!scope.ManagementGroups.IsEmpty)
            body["managementGroups"] = new JArray(scope.ManagementGroups);
        return body;
    }

    private static ArmException Malformed(ResourceGraphQuery query, ResourceGraphScope scope, string message) =>
        Attempt.Malformed($"Resource Graph, {query.Name}: {message}", Action, scope.Scopes[0]);

    private sealed record Position(int Top, long Read, string? Token);
}
