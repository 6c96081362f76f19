using Newtonsoft.Json.Linq;
using PolicyGen.Evaluation;

namespace PolicyGen.Policies.Loading;

/// <summary>What one file holds.</summary>
/// <param name="file">The file as messages name it.</param>
internal sealed class PolicyFileContent(string file)
{
    public string File { get; } = file;

    public List<PolicyDocument> Documents { get; } = [];

    public List<(ExemptionResource Exemption, JObject Source)> Exemptions { get; } = [];

    /// <summary>Roots of EPAC's assignment trees.</summary>
    public List<JObject> EpacTrees { get; } = [];

    /// <summary>Entries of EPAC's exemption files.</summary>
    public List<JObject> EpacExemptions { get; } = [];

    /// <summary>EPAC's global settings.</summary>
    public List<JObject> EpacSettings { get; } = [];

    /// <summary>The first resource that was written for an ARM template although it stands in none; null when there is none.</summary>
    public JObject? Escaped { get; set; }

    /// <summary>True when resources are there, though they may all be faulty.</summary>
    public bool HasOthers { get; set; }

    public bool IsEmpty => !HasOthers && Documents.Count + Exemptions.Count + EpacTrees.Count + EpacExemptions.Count + EpacSettings.Count == 0;
}
