using Newtonsoft.Json.Linq;

namespace PolicyGen.Policies.Reading;

/// <summary>What every kind of policy document has around its properties.</summary>
/// <param name="File">The file, for messages.</param>
/// <param name="Source">The whole resource, or only its properties.</param>
/// <param name="Properties">The properties.</param>
/// <param name="Id">Resource id.</param>
/// <param name="Name">Resource name.</param>
internal sealed record DocumentFrame(string File, JObject Source, JObject Properties, SourcedText? Id, SourcedText? Name);
