using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace PolicyGen.Auditing.Reading;

/// <summary>A page of an answer of Resource Graph.</summary>
/// <typeparam name="T">A row.</typeparam>
/// <param name="Rows">The rows.</param>
/// <param name="First">The first row as text, to notice a page that comes again; null for none.</param>
/// <param name="Next">Token of the next page; null for none.</param>
/// <param name="Total">Rows of all pages; null when it is not said.</param>
internal sealed record ResourceGraphPage<T>(List<T> Rows, string? First, string? Next, long? Total)
{
    /// <summary>Reads a page, a row at a time.</summary>
    /// <param name="reader">The body.</param>
    /// <param name="row">Makes a row; null leaves it out.</param>
    /// <exception cref="JsonReaderException">The body has another form.</exception>
    public static ResourceGraphPage<T> Read(JsonTextReader reader, Func<JObject, T?> row)
    {
        reader.DateParseHandling = DateParseHandling.None;
        if (!reader.Read() || reader.TokenType != JsonToken.StartObject)
            throw new JsonReaderException("The answer is not an object.");
        var rows = new List<T>();
        string? first = null, next = null;
        long? total = null, count = null;
        var read = -1L;
        while (reader.Read() && reader.TokenType == JsonToken.PropertyName)
        {
            var name = (string)reader.Value!;
            if (!reader.Read())
                throw new JsonReaderException("The answer breaks off.");
            if (name == "data")
                read = ReadRows(reader, row, rows, out first);
            else if (name == "$skipToken")
                next = reader.Value as string;
            else if (name == "totalRecords")
                total = reader.Value as long?;
            else if (name == "count")
                count = reader.Value as long?;
            else
                reader.Skip();
        }

        if (reader.TokenType != JsonToken.EndObject)
            throw new JsonReaderException("The answer breaks off.");
        if (read < 0)
            throw new JsonReaderException("The answer has no array 'data'.");
        if (count is { } told && told != read)
            throw new JsonReaderException($"The answer says that it has {told} rows and has {read}.");
        return new ResourceGraphPage<T>(rows, first, string.IsNullOrEmpty(next) ? null : next, total) { Count = (int)read };
    }

    /// <summary>Rows in the answer, those left out too.</summary>
    public int Count { get; private init; }

    private static long ReadRows(JsonTextReader reader, Func<JObject, T?> row, List<T> rows, out string? first)
    {
        first = null;
        if (reader.TokenType != JsonToken.StartArray)
            return -1;
        var read = 0L;
        while (reader.Read() && reader.TokenType != JsonToken.EndArray)
        {
            if (reader.TokenType != JsonToken.StartObject)
                throw new JsonReaderException("A row of the answer is not an object.");
            var source = JObject.Load(reader);
            first ??= source.ToString(Formatting.None);
            read++;
            if (row(source) is { } made)
                rows.Add(made);
        }

        return reader.TokenType == JsonToken.EndArray ? read : throw new JsonReaderException("The answer breaks off.");
    }
}
