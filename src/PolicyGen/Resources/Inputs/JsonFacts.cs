using Newtonsoft.Json;

namespace PolicyGen.Resources.Inputs;

/// <summary>What the first part of a JSON file tells of its root, without building a document.</summary>
internal sealed class JsonFacts
{
    private readonly JsonTextReader _reader;

    private JsonFacts(JsonTextReader reader) => _reader = reader;

    /// <summary>StartObject, StartArray, or something else.</summary>
    public JsonToken Root { get; private set; }

    /// <summary>The root object's own properties; the first element's where the root is an array.</summary>
    public ObjectFacts Object { get; } = new();

    /// <summary>The properties of <c>properties</c> of <see cref="Object"/>.</summary>
    public ObjectFacts Properties { get; } = new();

    /// <summary>Properties of the first element of the root object's arrays, by the array's name.</summary>
    public Dictionary<string, ObjectFacts> FirstElements { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Properties of the root object's objects, by name.</summary>
    public Dictionary<string, ObjectFacts> Objects { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>True when the text ended before what was read of it.</summary>
    public bool EndedEarly { get; private set; }

    /// <summary>True for an array without elements, or a root object whose <c>value</c> or <c>data</c> is one.</summary>
    public bool IsEmptyList { get; private set; }

    /// <summary>What is wrong with the text; null when nothing is, as far as it was read.</summary>
    public JsonReaderException? Fault { get; private set; }

    /// <summary>Reads the text until it ends or enough is known.</summary>
    public static JsonFacts Read(TextReader text)
    {
        using var reader = new JsonTextReader(text) { DateParseHandling = DateParseHandling.None, FloatParseHandling = FloatParseHandling.Double, MaxDepth = 1024 };
        var facts = new JsonFacts(reader);
        try
        {
            facts.ReadRoot();
        }
        catch (JsonReaderException e)
        {
            facts.Fault = e;
        }

        return facts;
    }

    private void ReadRoot()
    {
        if (!Next())
            return;
        Root = _reader.TokenType;
        if (Root == JsonToken.StartArray)
        {
            if (Next() && _reader.TokenType == JsonToken.StartObject)
                ReadObject(Object, isRoot: false);
            IsEmptyList = _reader.TokenType == JsonToken.EndArray && !EndedEarly && Object.IsEmpty;
        }
        else if (Root == JsonToken.StartObject)
            ReadObject(Object, isRoot: true);
    }

    private void ReadObject(ObjectFacts facts, bool isRoot)
    {
        while (Next() && _reader.TokenType == JsonToken.PropertyName)
        {
            var name = (string)_reader.Value!;
            if (!Next())
                return;
            facts.Add(name, _reader.TokenType, _reader.Value);
            // A template says at once what it is: no need to read it twice.
            if (isRoot && facts.Schema is not null)
                return;
            if (_reader.TokenType == JsonToken.StartObject && ReferenceEquals(facts, Object) && name.Equals("properties", StringComparison.OrdinalIgnoreCase))
                ReadObject(Properties, isRoot: false);
            else if (_reader.TokenType == JsonToken.StartObject && isRoot)
                ReadObject(Objects[name] = new ObjectFacts(), isRoot: false);
            else if (_reader.TokenType == JsonToken.StartArray && (isRoot || ReferenceEquals(facts, Properties)))
                ReadFirstElement(name);
            else
                _reader.Skip();
        }
    }

    private void ReadFirstElement(string name)
    {
        if (Next() && _reader.TokenType == JsonToken.StartObject)
        {
            ReadObject(FirstElements[name] = new ObjectFacts(), isRoot: false);
            while (Next() && _reader.TokenType != JsonToken.EndArray)
                _reader.Skip();
        }
        else
        {
            IsEmptyList |= _reader.TokenType == JsonToken.EndArray && name is "value" or "data";
            while (_reader.TokenType != JsonToken.EndArray)
            {
                _reader.Skip();
                if (!Next())
                    return;
            }
        }
    }

    private bool Next()
    {
        while (_reader.Read())
        {
            if (_reader.TokenType != JsonToken.Comment)
                return true;
        }

        EndedEarly = true;
        return false;
    }
}

/// <summary>Names and a few values of an object's own properties.</summary>
internal sealed class ObjectFacts
{
    private readonly Dictionary<string, JsonToken> _names = new(StringComparer.OrdinalIgnoreCase);

    public string? Schema { get; private set; }

    public string? Id { get; private set; }

    public string? Type { get; private set; }

    public bool IsEmpty => _names.Count == 0;

    public bool Has(string name) => _names.ContainsKey(name);

    public bool HasArray(string name) => _names.GetValueOrDefault(name) == JsonToken.StartArray;

    public void Add(string name, JsonToken kind, object? value)
    {
        _names.TryAdd(name, kind);
        if (kind != JsonToken.String)
            return;
        if (name.Equals("$schema", StringComparison.OrdinalIgnoreCase))
            Schema ??= (string)value!;
        else if (name.Equals("id", StringComparison.OrdinalIgnoreCase))
            Id ??= (string)value!;
        else if (name.Equals("type", StringComparison.OrdinalIgnoreCase))
            Type ??= (string)value!;
    }
}
