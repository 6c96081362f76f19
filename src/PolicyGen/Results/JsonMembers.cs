using System.Collections.Immutable;
using Newtonsoft.Json;

namespace PolicyGen.Results;

/// <summary>Members of JSON objects, in one line each.</summary>
internal static class JsonMembers
{
    public static void Member(this JsonTextWriter json, string name, string value)
    {
        json.WritePropertyName(name);
        json.WriteValue(value);
    }

    public static void Member(this JsonTextWriter json, string name, long value)
    {
        json.WritePropertyName(name);
        json.WriteValue(value);
    }

    public static void Member(this JsonTextWriter json, string name, bool value)
    {
        json.WritePropertyName(name);
        json.WriteValue(value);
    }

    /// <summary>A member that is left out where there is nothing.</summary>
    public static void Optional(this JsonTextWriter json, string name, string? value)
    {
        if (value is not null)
            json.Member(name, value);
    }

    /// <summary>A time that is left out where it is not known.</summary>
    public static void Optional(this JsonTextWriter json, string name, DateTimeOffset? value) =>
        json.Optional(name, value is { } time ? IsoTime.Write(time) : null);

    public static void Texts(this JsonTextWriter json, string name, ImmutableArray<string> values) => json.List(name, values, json.WriteValue);

    public static void List<T>(this JsonTextWriter json, string name, IEnumerable<T> items, Action<T> write)
    {
        json.WritePropertyName(name);
        json.WriteStartArray();
        foreach (var item in items)
            write(item);
        json.WriteEndArray();
    }

    /// <summary>Numbers by name.</summary>
    public static void Numbers(this JsonTextWriter json, string name, ImmutableSortedDictionary<string, long> numbers)
    {
        json.WritePropertyName(name);
        json.WriteStartObject();
        foreach (var (key, number) in numbers)
            json.Member(key, number);
        json.WriteEndObject();
    }
}
