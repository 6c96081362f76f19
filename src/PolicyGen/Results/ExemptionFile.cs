using System.Collections.Immutable;
using PolicyGen.Data;
using PolicyGen.Diagnostics;
using PolicyGen.Resources;

namespace PolicyGen.Results;

/// <summary>
/// What <c>--exemptions</c> names: violations that someone has accepted, with owner, reason and an end. What has expired has
/// no effect. Safe to ask from several threads.
/// </summary>
public sealed class ExemptionFile
{
    /// <summary>File name of its JSON Schema.</summary>
    public const string SchemaName = "exemptions.schema.json";

    private readonly ImmutableArray<Exemption> _inForce;
    private readonly Dictionary<string, List<int>> _byControl = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, List<int>> _byDefinition = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, List<int>> _byReference = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, List<int>> _byRequirement = new(StringComparer.OrdinalIgnoreCase);
    private readonly int[] _used;
    private readonly int[] _partly;

    private ExemptionFile(ImmutableArray<Exemption> exemptions, DateTimeOffset now)
    {
        Exemptions = exemptions;
        _inForce = [.. exemptions.Where(e => now < e.ExpiresOn)];
        _used = new int[_inForce.Length];
        _partly = new int[_inForce.Length];
        for (var i = 0; i < _inForce.Length; i++)
        {
            Index(_byControl, _inForce[i].Controls, i);
            Index(_byDefinition, _inForce[i].Definitions, i);
            Index(_byReference, _inForce[i].ReferenceIds, i);
            Index(_byRequirement, _inForce[i].Requirements, i);
        }
    }

    /// <summary>Every entry, those that have expired too.</summary>
    public ImmutableArray<Exemption> Exemptions { get; }

    /// <summary>Entries that have not expired, in the order of the file.</summary>
    public ImmutableArray<Exemption> InForce => _inForce;

    /// <summary>Reads the file. Faults are errors; an entry that has expired is a warning.</summary>
    /// <param name="path">The file.</param>
    /// <param name="display">The file as messages name it.</param>
    /// <param name="schemas">The schemas of the library.</param>
    /// <param name="now">The time of the run: an entry has no effect from the instant at which it expires.</param>
    /// <param name="diagnostics">Takes ownDiagnostics and warnings.</param>
    /// <returns>The exemptions; null after an error.</returns>
    public static ExemptionFile? Load(string path, string display, SchemaValidator schemas, DateTimeOffset now, DiagnosticBag diagnostics)
    {
        ArgumentNullException.ThrowIfNull(schemas);
        ArgumentNullException.ThrowIfNull(diagnostics);
        if (JsonText.ParseFile(path, display, diagnostics) is not { } token || !schemas.Validate(token, display, SchemaName, diagnostics))
            return null;
        var ownDiagnostics = new DiagnosticBag();
        var root = new DataNode(token, display, ownDiagnostics);
        ImmutableArray<Exemption> exemptions = [.. root.RequiredItems("exemptions").Select(Read)];
        foreach (var exemption in exemptions.Where(e => e.ExpiresOn <= now))
            ownDiagnostics.Warning("exemption-expired", $"The exemption of {exemption.Owner} expired on {IsoTime.Write(exemption.ExpiresOn)}; it has no effect.", exemption.Location);
        diagnostics.AddRange(ownDiagnostics);
        return ownDiagnostics.HasErrors ? null : new ExemptionFile(exemptions, now);
    }

    /// <summary>The exemption in force that covers a resource under a policy; the first in the file where several do.</summary>
    /// <param name="control">Control id.</param>
    /// <param name="definition">Name of the definition.</param>
    /// <param name="referenceIds">
    /// Reference ids of the definition in its initiatives. An exemption that names reference ids must name all of them, too.
    /// </param>
    /// <param name="requirements">
    /// The requirements that the policy is direct evidence for. An exemption that names requirements must name all of them:
    /// nobody has accepted the violation of the others.
    /// </param>
    /// <param name="resource">The resource.</param>
    public Exemption? Find(string control, string definition, IEnumerable<string> referenceIds, IReadOnlyCollection<string> requirements, ArmResource resource)
    {
        ArgumentNullException.ThrowIfNull(referenceIds);
        ArgumentNullException.ThrowIfNull(requirements);
        var found = First(_byControl, control, resource, int.MaxValue);
        found = First(_byDefinition, definition, resource, found);
        if (_byReference.Count > 0)
            found = FirstOfAll(_byReference, [.. referenceIds], e => e.ReferenceIds, resource, found);
        if (_byRequirement.Count > 0)
            found = FirstOfAll(_byRequirement, requirements, e => e.Requirements, resource, found);
        if (found == int.MaxValue)
            return null;
        Volatile.Write(ref _used[found], 1);
        return _inForce[found];
    }

    /// <summary>Warns of exemptions in force that covered nothing in the run: a misspelling, or a violation that is mended.</summary>
    public void ReportUnused(DiagnosticBag diagnostics)
    {
        ArgumentNullException.ThrowIfNull(diagnostics);
        for (var i = 0; i < _inForce.Length; i++)
        {
            if (Volatile.Read(ref _used[i]) != 0)
                continue;
            if (Volatile.Read(ref _partly[i]) != 0)
                diagnostics.Warning("exemption-partial", "The exemption names some of the requirements or references of a policy, not all; it has no effect there. Name the control, or all of them.", _inForce[i].Location);
            else
                diagnostics.Warning("exemption-unused", "The exemption covers nothing that is violated in this run.", _inForce[i].Location);
        }
    }

    private int First(Dictionary<string, List<int>> index, string key, ArmResource resource, int best)
    {
        if (!index.TryGetValue(key, out var candidates))
            return best;
        foreach (var i in candidates)
        {
            if (i >= best)
                return best;
            if (_inForce[i].Covers(resource))
                return i;
        }

        return best;
    }

    private int FirstOfAll(Dictionary<string, List<int>> index, IReadOnlyCollection<string> keys, Func<Exemption, ImmutableArray<string>> named, ArmResource resource, int best)
    {
        foreach (var i in keys.SelectMany(k => index.GetValueOrDefault(k) ?? []).Distinct().Order())
        {
            if (!_inForce[i].Covers(resource))
                continue;
            if (!keys.All(k => named(_inForce[i]).Contains(k, StringComparer.OrdinalIgnoreCase)))
                Volatile.Write(ref _partly[i], 1);
            else
                return Math.Min(i, best);
        }

        return best;
    }

    private static void Index(Dictionary<string, List<int>> index, ImmutableArray<string> keys, int entry)
    {
        foreach (var key in keys.Distinct(StringComparer.OrdinalIgnoreCase))
        {
            if (!index.TryGetValue(key, out var list))
                index[key] = list = [];
            list.Add(entry);
        }
    }

    private static Exemption Read(DataNode node)
    {
        node.Only("id", "controls", "requirements", "definitions", "policyDefinitionReferenceIds", "scope", "resource", "category", "owner", "reason", "expiresOn", "ticket");
        var resource = node.Find("resource");
        resource?.Only("type", "name");
        return new Exemption(
            node.OptionalText("id"),
            node.OptionalTexts("controls"),
            node.OptionalTexts("requirements"),
            [.. node.OptionalTexts("definitions").Select(d => d[(d.LastIndexOf('/') + 1)..])],
            node.OptionalTexts("policyDefinitionReferenceIds"),
            node.OptionalText("scope"),
            resource?.Text("type"),
            resource?.Text("name"),
            (ExemptionCategory)node.Choice("category", "Waiver", "Mitigated"),
            node.Text("owner"),
            node.Text("reason"),
            IsoTime.Read(node, "expiresOn"),
            node.OptionalText("ticket"),
            node.Location);
    }
}
