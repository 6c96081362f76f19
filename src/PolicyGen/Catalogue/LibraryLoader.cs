using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using Newtonsoft.Json.Linq;
using PolicyGen.Data;
using PolicyGen.Diagnostics;

namespace PolicyGen.Catalogue;

/// <summary>
/// Loads what people write under policies/ into typed records. Every fault of every file is collected; the result is
/// null when there is an error, so nothing can be built on half a library. A caller that validates schemas calls
/// <see cref="CompleteValidation"/> before it relies on the result.
/// </summary>
public sealed partial class LibraryLoader
{
    private readonly LibraryFiles _files;
    private readonly DiagnosticBag _diagnostics;
    private readonly BackgroundValidation? _validation;

    /// <summary>Prepares a load.</summary>
    /// <param name="files">Where the data is.</param>
    /// <param name="diagnostics">Receives every fault.</param>
    /// <param name="validateSchemas">
    /// Validates each file against its JSON Schema before it is bound. Browsing leaves it out to answer at once: binding
    /// itself refuses what it cannot read.
    /// </param>
    public LibraryLoader(LibraryFiles files, DiagnosticBag diagnostics, bool validateSchemas = true)
    {
        ArgumentNullException.ThrowIfNull(files);
        _files = files;
        _diagnostics = diagnostics;
        _validation = validateSchemas ? new BackgroundValidation(new SchemaValidator(files.Schemas)) : null;
    }

    /// <summary>Loads everything.</summary>
    /// <param name="guidelines">Which guidelines; all when empty.</param>
    /// <param name="cancellationToken">Stops between files.</param>
    public Library? Load(IReadOnlyCollection<GuidelineId> guidelines, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(guidelines);
        var chosen = GuidelineNames.All.Where(g => guidelines.Count == 0 || guidelines.Contains(g)).ToArray();

        // Requirements and controls are independent: two cores read them side by side.
        var rows = Task.Run(() => chosen.Select(g => ReadGuideline(g, cancellationToken)).ToArray(), cancellationToken);
        var vocabulary = LoadVocabulary();
        var controls = vocabulary is null ? null : LoadControls(vocabulary, cancellationToken);
        var drafts = rows.GetAwaiter().GetResult();
        if (vocabulary is null || controls is null || drafts.Contains(null))
            return null;

        var library = new Library(
            vocabulary,
            [.. drafts.Select(d => Expand(d!, vocabulary))],
            controls);
        new LibraryChecks(library, _diagnostics).Run();
        return _diagnostics.HasErrors ? null : library;
    }

    /// <summary>
    /// Waits for the validation against the schemas, which runs beside loading and whatever the caller does meanwhile.
    /// Its diagnostics replace what binding said about the same files. Nothing may be written before.
    /// </summary>
    public void CompleteValidation()
    {
        if (_validation is null)
            return;
        var faults = _validation.Complete();
        var files = faults.Select(f => f.Location.File).ToHashSet(StringComparer.Ordinal);
        _diagnostics.RemoveAll(d => d.Id == DataNode.MismatchId && files.Contains(d.Location.File));
        _diagnostics.AddRange(faults);
    }

    /// <summary>Loads policies/library.json.</summary>
    public Vocabulary? LoadVocabulary()
    {
        if (Open(_files.Vocabulary, "library.schema.json") is not { } node)
            return null;
        node.Only("version", "areas", "signals", "parameters", "groups");
        return new Vocabulary(
            node.Text("version"),
            node.RequiredMembers("areas").ToImmutableSortedDictionary(m => m.Name, m => m.Value.AsText(), StringComparer.Ordinal),
            node.RequiredMembers("signals").ToImmutableSortedDictionary(m => m.Name, m => LocalizedText.Read(node.Find("signals")!, m.Name), StringComparer.Ordinal),
            node.RequiredMembers("parameters").Select(m => ReadInitiativeParameter(m.Name, m.Value)).ToImmutableSortedDictionary(p => p.Name, p => p, StringComparer.Ordinal),
            node.RequiredMembers("groups").ToImmutableSortedDictionary(m => m.Name, m => new ControlGroup(m.Name, [.. m.Value.Elements().Select(e => e.AsText())], m.Value.Location), StringComparer.Ordinal));
    }

    /// <summary>Loads one guideline without resolving its control groups; for browsing.</summary>
    public Guideline? LoadGuideline(GuidelineId id, Vocabulary? vocabulary = null)
    {
        var guideline = ReadGuideline(id, CancellationToken.None);
        return guideline is null || vocabulary is null ? guideline : Expand(guideline, vocabulary);
    }

    /// <summary>Loads every control.</summary>
    public ImmutableSortedDictionary<string, Control>? LoadControls(Vocabulary vocabulary, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(vocabulary);
        var controls = ImmutableSortedDictionary.CreateBuilder<string, Control>(StringComparer.Ordinal);
        foreach (var file in _files.ControlFiles(_diagnostics))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (LoadControl(file, vocabulary) is not { } control)
                continue;
            if (controls.TryGetValue(control.Id, out var other))
                _diagnostics.Error("duplicate-id", $"The control \"{control.Id}\" is defined twice; first in {other.Location.File}.", control.Location);
            else
                controls.Add(control.Id, control);
        }

        return _diagnostics.HasErrors ? null : controls.ToImmutable();
    }

    /// <summary>Loads one control file.</summary>
    public Control? LoadControl(string file, Vocabulary vocabulary)
    {
        ArgumentNullException.ThrowIfNull(vocabulary);
        var name = _files.Display(file);
        if (Open(file, ControlSchema) is not { } node)
            return null;
        if (node.Find("pattern")?.Token is JValue { Type: JTokenType.String } pattern && node.Find("values") is { } values)
            _validation?.Add(values.Token, node.File, ControlSchema, "pattern-" + (string)pattern!);
        return ReadControl(node, Path.GetFileName(Path.GetDirectoryName(file)) ?? "", Path.GetFileNameWithoutExtension(file), vocabulary);
    }

    private DataNode? Open(string path, string schema)
    {
        var name = _files.Display(path);
        if (JsonText.ParseFile(path, name, _diagnostics) is not { } token)
            return null;
        _validation?.Add(token, name, schema);
        return new DataNode(token, name, _diagnostics);
    }

    private Guideline? ReadGuideline(GuidelineId id, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (Open(_files.Requirements(id), "requirements.schema.json") is not { } node)
            return null;
        node.Only("guideline", "title", "issuer", "sections", "requirements");
        if (node.Text("guideline") != id.Name())
            node.Find("guideline")?.Expected($"\"{id.Name()}\", the name of the file");

        var sections = new Dictionary<string, Section>(StringComparer.Ordinal);
        foreach (var section in node.RequiredItems("sections"))
        {
            section.Only("id", "chapter", "title");
            sections[section.Text("id")] = new Section(section.Text("id"), LocalizedText.Read(section, "chapter"), LocalizedText.Read(section, "title"));
        }

        return new Guideline(id, LocalizedText.Read(node, "title"), LocalizedText.Read(node, "issuer"),
            [.. node.RequiredItems("requirements").Select(r => RequirementReader.Read(r, id, sections))]);
    }

    private Guideline Expand(Guideline guideline, Vocabulary vocabulary) => guideline with
    {
        Requirements = [.. guideline.Requirements.Select(r => r with
        {
            Controls = r.Controls with
            {
                Direct = Expand(r.Controls.Direct, r, vocabulary),
                Supporting = Expand(r.Controls.Supporting, r, vocabulary),
            },
        })],
    };

    private ImmutableArray<string> Expand(ImmutableArray<string> names, Requirement requirement, Vocabulary vocabulary)
    {
        if (names.IsEmpty)
            return names;
        var ids = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var name in names)
        {
            if (!name.StartsWith(GroupPrefix, StringComparison.Ordinal))
                ids.Add(name);
            else if (vocabulary.Groups.TryGetValue(name[GroupPrefix.Length..], out var group))
                ids.UnionWith(group.Controls);
            else
                _diagnostics.Error("unknown-group", $"There is no control group \"{name[GroupPrefix.Length..]}\" in policies/library.json.", requirement.Location);
        }

        return [.. ids];
    }

    private static InitiativeParameter ReadInitiativeParameter(string name, DataNode node)
    {
        node.Only("type", "default", "strongType", "title", "description", "requirements");
        return new InitiativeParameter(name, node.Text("type"), node.Require("default")?.Token ?? JValue.CreateNull(), node.OptionalText("strongType"),
            LocalizedText.Read(node, "title"), LocalizedText.Read(node, "description"), node.OptionalTexts("requirements"), node.Location);
    }

    private static Control ReadControl(DataNode node, string area, string fileName, Vocabulary vocabulary)
    {
        node.Only("id", "title", "severity", "signals", "resourceTypes", "mode", "pattern", "values", "parameters", "effects", "builtin", "remediation", "samples", "notes", "shared");
        var id = node.Text("id");
        if (id != fileName)
            node.Find("id")?.Expected($"\"{fileName}\", the name of the file");
        if (!IdPattern().IsMatch(id) || id.Length > MaxIdLength)
            node.Find("id")?.Expected(string.Create(CultureInfo.InvariantCulture, $"at most {MaxIdLength} lower-case letters, digits and single hyphens"));

        var effects = node.Require("effects");
        effects?.Only("default", "allowed");
        var samples = node.Find("samples");
        samples?.Only("compliant", "nonCompliant");
        return new Control(
            id,
            area,
            LocalizedText.Read(node, "title"),
            (Severity)node.Choice("severity", "low", "medium", "high"),
            node.Texts("signals"),
            node.Texts("resourceTypes"),
            node.Text("mode"),
            node.Text("pattern"),
            node.Require("values")?.Token as JObject ?? [],
            [.. node.Members("parameters").Select(m => ReadParameter(m.Name, m.Value, vocabulary))],
            effects is { } e ? new ControlEffects(e.Text("default"), e.Texts("allowed")) : new ControlEffects("", []),
            [.. node.Items("builtin").Select(ReadBuiltIn)],
            LocalizedText.Read(node, "remediation"),
            samples is { } s ? new ControlSamples(Objects(s, "compliant"), Objects(s, "nonCompliant")) : ControlSamples.None,
            node.OptionalText("notes"),
            node.Location with { JsonPath = "" })
        {
            IsShared = node.Find("shared") is not null && node.Flag("shared"),
        };
    }

    private static ImmutableArray<JObject> Objects(DataNode node, string name) =>
        [.. node.RequiredItems(name).Select(n => n.Token).OfType<JObject>()];

    // A parameter that an initiative parameter sets takes from it what it does not say itself.
    private static ControlParameter ReadParameter(string name, DataNode node, Vocabulary vocabulary)
    {
        node.Only("type", "default", "allowed", "title", "description", "initiativeParameter");
        InitiativeParameter? shared = null;
        if (node.OptionalText("initiativeParameter") is { } sharedName && !vocabulary.Parameters.TryGetValue(sharedName, out shared))
        {
            node.Diagnostics.Error("unknown-initiative-parameter", $"There is no initiative parameter \"{sharedName}\" in policies/library.json.", node.Location);
            shared = new InitiativeParameter(sharedName, "String", JValue.CreateNull(), null, new LocalizedText("", ""), new LocalizedText("", ""), [], node.Location);
        }

        return new ControlParameter(
            name,
            shared is null ? node.Text("type") : node.OptionalText("type") ?? shared.Type,
            (shared is null ? node.Require("default")?.Token : node.Find("default")?.Token ?? shared.Default) ?? JValue.CreateNull(),
            node.Find("allowed")?.Token as JArray,
            shared is null ? LocalizedText.Read(node, "title") : LocalizedText.ReadOptional(node, "title") ?? shared.Title,
            shared is null ? LocalizedText.Read(node, "description") : LocalizedText.ReadOptional(node, "description") ?? shared.Description,
            shared?.Name,
            node.Location);
    }

    // {"parameter": "name"} hands on the control's own parameter; anything else is a literal.
    private static BuiltInArgument ReadArgument(DataNode node) =>
        node.Token is JObject { Count: 1 } && node.Find("parameter") is { } own ? new BuiltInArgument(own.AsText(), null) : new BuiltInArgument(null, node.Token);

    private static BuiltInReference ReadBuiltIn(DataNode node)
    {
        node.Only("id", "name", "relation", "parameters");
        return new BuiltInReference(node.Text("id"), node.Text("name"), (BuiltInRelation)node.Choice("relation", "same", "part", "stricter", "looser", "partial"),
            node.Members("parameters").ToImmutableSortedDictionary(m => m.Name, m => ReadArgument(m.Value), StringComparer.Ordinal), node.Location);
    }

    private const string ControlSchema = "control.schema.json";

    internal const string GroupPrefix = "group:";

    /// <summary>Longest control id: Azure's 64 characters of a definition name less our prefix.</summary>
    internal const int MaxIdLength = 64 - 10;

    [GeneratedRegex("^[a-z0-9]+(-[a-z0-9]+)*$")]
    internal static partial Regex IdPattern();
}
