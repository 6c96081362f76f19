using Newtonsoft.Json;

namespace PolicyGen.Reports;

/// <summary>Short ways to write JSON piece by piece.</summary>
internal sealed class JsonLines(JsonTextWriter json)
{
    public void Object(Action members)
    {
        json.WriteStartObject();
        members();
        json.WriteEndObject();
    }

    public void Object(string name, Action members)
    {
        json.WritePropertyName(name);
        Object(members);
    }

    public void Array(string name, Action items)
    {
        json.WritePropertyName(name);
        json.WriteStartArray();
        items();
        json.WriteEndArray();
    }

    public void Texts(string name, IEnumerable<string> texts) => Array(name, () =>
    {
        foreach (var text in texts)
            json.WriteValue(text);
    });

    public void Text(string name, string text)
    {
        json.WritePropertyName(name);
        json.WriteValue(text);
    }

    public void Number(string name, int number)
    {
        json.WritePropertyName(name);
        json.WriteValue(number);
    }

    public void Flag(string name, bool flag)
    {
        json.WritePropertyName(name);
        json.WriteValue(flag);
    }

    /// <summary>A SARIF message of plain text.</summary>
    public void Message(string name, string text) => Object(name, () => Text("text", SarifText.Plain(text)));
}
