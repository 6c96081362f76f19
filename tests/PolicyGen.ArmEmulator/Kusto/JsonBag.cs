using Newtonsoft.Json.Linq;

namespace PolicyGen.ArmEmulator.Kusto;

/// <summary>A row that is JSON already.</summary>
public sealed class JsonBag(JObject json) : IKustoBag
{
    public object? Get(string name) => json.TryGetValue(name, StringComparison.Ordinal, out var value) ? value : null;

    public JToken ToJson() => json;
}
