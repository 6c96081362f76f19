using System.Text;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace PolicyGen.ArmEmulator.Http;

/// <summary>An answer before it is sent: faults may still change it.</summary>
internal sealed class Answer
{
    private static readonly UTF8Encoding Utf8 = new(false);

    public int Status { get; set; } = 200;

    public Dictionary<string, string> Headers { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The body as UTF-8.</summary>
    public ReadOnlyMemory<byte> Body { get; set; }

    public string ContentType { get; set; } = "application/json; charset=utf-8";

    public static Answer Json(JToken body) => Json(body.WriteTo);

    /// <summary>An answer whose body is written piece by piece.</summary>
    public static Answer Json(Action<JsonWriter> write)
    {
        var buffer = new MemoryStream();
        using (var text = new StreamWriter(buffer, Utf8, 16384, leaveOpen: true))
        using (var json = new JsonTextWriter(text) { DateFormatHandling = DateFormatHandling.IsoDateFormat, DateTimeZoneHandling = DateTimeZoneHandling.Utc })
            write(json);
        return new Answer { Body = buffer.GetBuffer().AsMemory(0, (int)buffer.Length) };
    }

    /// <summary>The body as JSON, its dates left as texts.</summary>
    public JToken ReadJson() => JsonTexts.Parse(Encoding.UTF8.GetString(Body.Span));

    /// <summary>Puts another body in place.</summary>
    public void Replace(JToken body) => Body = Utf8.GetBytes(body.ToString(Formatting.None));
}
