using System.Runtime.CompilerServices;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace PolicyGen.Arm;

/// <summary>Reads lists page by page: <c>{value, nextLink}</c> and <c>{value, @odata.nextLink}</c>.</summary>
public static class ArmPages
{
    /// <summary>Most pages of one list.</summary>
    public const int MostPages = 100_000;

    /// <summary>Reads every row of a list. At most one page is in memory.</summary>
    /// <param name="transport">Where to read.</param>
    /// <param name="request">The first page; its method and body are used for the others too.</param>
    /// <param name="cancellationToken">Stops the run.</param>
    /// <exception cref="ArmException">A page failed for good; rows that came before it were given already.</exception>
    public static IAsyncEnumerable<JObject> ReadAllAsync(IArmTransport transport, ArmRequest request, CancellationToken cancellationToken = default) =>
        ReadAllAsync(transport, request, static row => row, cancellationToken);

    /// <summary>Reads every row of a list as something else.</summary>
    /// <typeparam name="T">What is made of a row.</typeparam>
    /// <param name="transport">Where to read.</param>
    /// <param name="request">The first page; its method and body are used for the others too.</param>
    /// <param name="read">Makes it; called again from the first row of the page when the page has to be sent for again.</param>
    /// <param name="cancellationToken">Stops the run.</param>
    /// <exception cref="ArmException">A page failed for good; rows that came before it were given already.</exception>
    public static async IAsyncEnumerable<T> ReadAllAsync<T>(
        IArmTransport transport, ArmRequest request, Func<JObject, T> read, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(transport);
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(read);
        var addresses = new HashSet<string>(StringComparer.Ordinal) { request.Path };
        ulong before = 0;
        for (var next = request; ;)
        {
            var page = await transport.SendAsync(next, json => Read(json, read), cancellationToken);
            if (page.Rows.Count > 0 && page.Hash == before)
                throw Repeated(next, "A page is the same as the one before it.");
            before = page.Hash;
            transport.Figures.CountRows(page.Rows.Count);
            foreach (var row in page.Rows)
                yield return row;
            if (string.IsNullOrEmpty(page.Next))
                yield break;
            if (!addresses.Add(page.Next))
                throw Repeated(next, "A page leads back to one that was read already.");
            if (addresses.Count > MostPages)
                throw Repeated(next, $"The list does not end after {MostPages} pages.");
            next = request with { Path = page.Next };
        }
    }

    private static Page<T> Read<T>(JsonTextReader json, Func<JObject, T> read)
    {
        List<T>? rows = null;
        string? next = null;
        var hash = 14695981039346656037UL;
        var equality = new JTokenEqualityComparer();
        Expect(json, JsonToken.StartObject);
        while (json.Read() && json.TokenType != JsonToken.EndObject)
        {
            var name = (string)json.Value!;
            json.Read();
            switch (name)
            {
                case "value" when json.TokenType == JsonToken.StartArray:
                    rows ??= [];
                    while (json.Read() && json.TokenType != JsonToken.EndArray)
                    {
                        var row = JToken.Load(json) as JObject ?? throw new JsonSerializationException("A row of the list is no object.");
                        hash = (hash * 1099511628211UL) + (uint)equality.GetHashCode(row);
                        rows.Add(read(row));
                    }

                    break;
                case "nextLink" or "@odata.nextLink":
                    if (json.TokenType is not (JsonToken.String or JsonToken.Null))
                        throw new JsonSerializationException("The address of the next page is no text.");
                    next = json.Value as string;
                    break;
                default:
                    json.Skip();
                    break;
            }
        }

        return new Page<T>(rows ?? throw new JsonSerializationException("The answer is no list: it has no value."), next, hash);
    }

    private static void Expect(JsonTextReader json, JsonToken token)
    {
        if (!json.Read() || json.TokenType != token)
            throw new JsonSerializationException("The answer is no list: it is no object.");
    }

    private static ArmException Repeated(ArmRequest request, string message) =>
        new(new ArmFailure(ArmFailureKind.Malformed, 200, "", message, request.Action, request.Scope, 1, null));

    private sealed record Page<T>(List<T> Rows, string? Next, ulong Hash);
}
