using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using PolicyGen.ArmEmulator.Http;

namespace PolicyGen.ArmEmulator.Estates;

/// <summary>Reads an estate from a file (estate.schema.json).</summary>
internal sealed class EstateReader(RenderedLibrary library, DateTimeOffset now)
{
    private string _file = "";

    /// <exception cref="EstateException">The file cannot be used; the message says where and why.</exception>
    public Estate Read(string file)
    {
        JObject document;
        try
        {
            document = JsonTexts.Load(file);
        }
        catch (Exception exception) when (exception is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new EstateException($"{file}: {exception.Message}");
        }
        return Read(document, file);
    }

    /// <summary>An estate from a document; <paramref name="file"/> is for messages.</summary>
    public Estate Read(JObject document, string file)
    {
        _file = file;
        EstateSchema.Check(document, "estate.schema.json", file);
        RelativeTimes.Resolve(document, now);
        var (definitions, initiatives) = Policies(document);
        var estate = new Estate
        {
            TenantId = document.Text("tenantId")!,
            ManagementGroups = [.. Objects(document, "managementGroups").Select(Group)],
            Subscriptions = [.. Objects(document, "subscriptions").Select(SubscriptionOf)],
            States = new StateList([], []),
            Resources = [.. Objects(document, "resources").Select(Complete)],
            Definitions = definitions,
            Initiatives = initiatives,
            Assignments = [.. Objects(document, "assignments").Select(Complete)],
            Exemptions = [.. Objects(document, "exemptions").Select(Complete)],
            Attestations = [.. Objects(document, "attestations").Select(Complete)],
            Assessments = [.. Objects(document, "assessments").Select(Complete)],
            Pricings = [.. Objects(document, "pricings").Select(Complete)],
            ApiVersions = document["apiVersions"]?.ToObject<Dictionary<string, IReadOnlyList<string>>>() ?? [],
            Permissions = document["permissions"]?.ToObject<string[]>() ?? ["*/read"],
            Settings = document["settings"]?.ToObject<EmulatorSettings>() ?? new EmulatorSettings(),
        };
        EstateChecks.Check(estate, file);
        return estate with { States = States(document, estate) };
    }

    private (IReadOnlyList<JObject> Definitions, IReadOnlyList<JObject> Initiatives) Policies(JObject document)
    {
        var (definitions, initiatives) = (Objects(document, "definitions").Select(Complete).ToList(), new List<JObject>());
        foreach (var item in Objects(document, "initiatives"))
        {
            if (item.Text("guideline") is not { } guideline)
            {
                initiatives.Add(Complete(item));
                continue;
            }
            var scope = item.Text("scope")!;
            var initiative = library.Initiative(guideline, scope);
            definitions.AddRange(library.DefinitionsOf(initiative, scope));
            if (item.Text("version") is { } version)
            {
                initiative["properties"]!["version"] = version;
                initiative["properties"]!["metadata"]!["version"] = version;
            }
            initiatives.Add(initiative);
        }
        return ([.. definitions.DistinctBy(d => d.Text("id"), StringComparer.OrdinalIgnoreCase)], initiatives);
    }

    private StateList States(JObject document, Estate estate)
    {
        var policies = new PolicyRules(estate.Definitions, estate.Initiatives, library);
        var rules = estate.Assignments.Select(a => (Assignment: a, Rules: policies.Of(a).ToArray())).ToArray();
        var byKey = rules.SelectMany(r => r.Rules).ToLookup(r => (r.AssignmentId.ToLowerInvariant(), r.Reference.ToLowerInvariant()));
        // States of one resource share its subject: roll-ups compare by reference.
        var subjects = StateSeeder.Subjects(estate).ToDictionary(s => s.Id, StringComparer.OrdinalIgnoreCase);

        DatedState Parse(JObject item)
        {
            var where = $"{_file}: {item.Path}";
            var (assignment, reference) = (item.Text("assignment")!, item.Text("reference") ?? "");
            var rule = byKey[(assignment.ToLowerInvariant(), reference.ToLowerInvariant())].FirstOrDefault()
                ?? throw new EstateException($"{where}: the assignment {assignment} has no policy \"{reference}\".");
            if (item.Text("effect") is { } effect)
                rule = rule with { Effect = effect.ToLowerInvariant() };
            var id = item.Text("resourceId")!;
            var time = item.Text("timestamp") is { } text ? RelativeTimes.Parse(text, where) : now.AddHours(-3);
            var since = item.Text("since") is { } from ? RelativeTimes.Parse(from, where) : time;
            if (!subjects.TryGetValue(id, out var subject))
                subjects[id] = subject = StateSeeder.SubjectOf(id, item.Text("location"));
            return new DatedState(new PolicyState(rule, subject, item.Text("state")!, time, item["details"] as JObject), since);
        }

        var stated = Objects(document, "states").Select(Parse).ToList();
        if (document["seedStates"] is JObject seed)
        {
            var known = stated.Select(s => StateList.Key(s.State)).ToHashSet();
            var seeder = new StateSeeder(estate, [.. subjects.Values], library, now, (int)(((double?)seed["violations"] ?? 0.1) * 10_000));
            stated.AddRange(rules.SelectMany(r => seeder.Seed(r.Assignment, r.Rules)).Where(s => known.Add(StateList.Key(s.State))));
        }
        return new StateList(stated, Objects(document, "history").Select(Parse));
    }

    private static ManagementGroup Group(JObject item) =>
        new(item.Text("name")!, item.Text("displayName") ?? item.Text("name")!, item.Text("parent"), (bool?)item["readable"] ?? true);

    private static Subscription SubscriptionOf(JObject item) => new(
        item.Text("id")!.ToLowerInvariant(),
        item.Text("displayName") ?? item.Text("id")!,
        item.Text("state") ?? "Enabled",
        item.Text("managementGroup")!,
        (bool?)item["readable"] ?? true,
        item["permissions"]?.ToObject<string[]>());

    // Name and type follow from the id; a file need not repeat them.
    private static JObject Complete(JObject item)
    {
        var id = item.Text("id")!;
        item["name"] ??= id[(id.LastIndexOf('/') + 1)..];
        item["type"] ??= ArmPath.TypeOf(id);
        return item;
    }

    private static IEnumerable<JObject> Objects(JObject document, string name) => (document[name] as JArray ?? []).Cast<JObject>();
}
