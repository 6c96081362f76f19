using FsCheck;
using FsCheck.Fluent;
using Newtonsoft.Json.Linq;
using NUnit.Framework;
using PolicyGen.Catalogue;
using PolicyGen.Data;
using PolicyGen.Diagnostics;
using PolicyGen.Tests.Support;

namespace PolicyGen.Tests.Data;

/// <summary>Our data files satisfy their schemas, and what is broken in them is found, with its place, by schema and by reader.</summary>
public class SchemaMutationSpecs
{
    private const string ControlSchema = "control.schema.json";
    private static readonly LibraryFiles Files = new(Repository.Root);
    private static readonly Dictionary<string, JObject> Schemas = Directory.EnumerateFiles(Repository.PathOf("policies", "schemas"))
        .ToDictionary(f => Path.GetFileName(f)!, f => JObject.Parse(File.ReadAllText(f)));

    private readonly SchemaValidator _validator = new(Files.Schemas);
    private Vocabulary _vocabulary = null!;
    private TempFolder _folder = null!;

    [OneTimeSetUp]
    public void Prepare()
    {
        _vocabulary = new LibraryLoader(Files, [], validateSchemas: false).LoadVocabulary()!;
        _folder = new TempFolder();
    }

    [OneTimeTearDown]
    public void Remove() => _folder.Dispose();

    private static IEnumerable<string> DataFiles() =>
        Directory.EnumerateFiles(Files.Controls, "*.json", SearchOption.AllDirectories)
            .Concat(GuidelineNames.All.Select(Files.Requirements)).Append(Files.Vocabulary).Select(Files.Display).Order(StringComparer.Ordinal);

    [TestCaseSource(nameof(DataFiles))]
    public void A_data_file_satisfies_its_schema_and_names_it(string file)
    {
        var document = (JObject)Parse(File.ReadAllText(PathOf(file)), file);
        Assert.That(Validate(document, file), Is.Empty);
        Assert.That(Path.GetFileName((string?)document["$schema"]), Is.EqualTo(SchemaOf(file)));
        Assert.That(File.Exists(Path.Combine(Path.GetDirectoryName(PathOf(file))!, (string)document["$schema"]!)), Is.True);
    }

    [Test]
    public void The_whole_library_loads_with_and_without_schemas([Values] bool validateSchemas)
    {
        var diagnostics = new DiagnosticBag();
        var loader = new LibraryLoader(Files, diagnostics, validateSchemas);
        var library = loader.Load([]);
        loader.CompleteValidation();
        Assert.That(diagnostics, Is.Empty);
        Assert.That(library!.Requirements.Count(), Is.EqualTo(508));
    }

    [Test]
    public void A_broken_control_is_refused_with_its_place()
    {
        var mutations = DataFiles().Where(f => SchemaOf(f) == ControlSchema).SelectMany(f => Mutations(Load(f), ControlSchema).Select(m => (f, m))).ToArray();
        AssertRefused(300, Gen.Elements(mutations), (file, path, diagnostics) =>
            new LibraryLoader(new LibraryFiles(_folder.Root), diagnostics, validateSchemas: false).LoadControl(path, _vocabulary));
    }

    [Test]
    public void A_broken_guideline_is_refused_with_its_place()
    {
        // Three rows are as good as two hundred, and faster.
        var files = GuidelineNames.All.ToDictionary(g => Files.Display(Files.Requirements(g)), g =>
        {
            var document = Load(Files.Display(Files.Requirements(g)));
            document["requirements"] = new JArray(document["requirements"]!.Where((_, i) => i % 70 == 4));
            return document;
        });
        AssertRefused(200, Gen.Elements(files.SelectMany(f => Mutations(f.Value, SchemaOf(f.Key)).Select(m => (f.Key, m))).ToArray()), (file, path, diagnostics) =>
            new LibraryLoader(new LibraryFiles(_folder.Root), diagnostics, validateSchemas: false).LoadGuideline(GuidelineNames.Parse(Path.GetFileNameWithoutExtension(file))!.Value));
    }

    [Test]
    public void A_broken_vocabulary_is_refused_with_its_place()
    {
        var file = Files.Display(Files.Vocabulary);
        AssertRefused(100, Gen.Elements(Mutations(Load(file), SchemaOf(file)).Select(m => (file, m)).ToArray()), (_, _, diagnostics) =>
            new LibraryLoader(new LibraryFiles(_folder.Root), diagnostics, validateSchemas: false).LoadVocabulary());
    }

    private void AssertRefused(int count, Gen<(string File, Mutation Mutation)> mutations, Action<string, string, DiagnosticBag> read) =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(count).WithStartSize(1), Prop.ForAll(mutations.ToArbitrary(), m =>
        {
            var (file, mutation) = m;
            var text = mutation.Document().ToString();
            var faults = Validate(Parse(text, file), file);
            var located = faults.Any(d => d.Severity == DiagnosticSeverity.Error && d.Location.File == file && d.Location.Line > 0 && mutation.Near(d.Location.JsonPath));

            var bound = new DiagnosticBag();
            read(file, _folder.Write(file, text), bound);
            var seen = !mutation.ReaderSees || bound.Any(d => d.Location.File == file && d.Location.Line > 0);
            return (located && seen).Label($"{file}: {mutation.What} at {mutation.Path}\nschema: {string.Join("\n  ", faults)}\nreader: {string.Join("\n  ", bound)}");
        }));

    private List<Diagnostic> Validate(JToken document, string file)
    {
        var diagnostics = new DiagnosticBag();
        _validator.Validate(document, file, SchemaOf(file), diagnostics);
        if (SchemaOf(file) == ControlSchema && document["values"] is { } values && document["pattern"] is JValue { Value: string pattern })
            _validator.Validate(values, file, ControlSchema, diagnostics, "pattern-" + pattern);
        return [.. diagnostics];
    }

    /// <param name="Document">Makes the broken document.</param>
    /// <param name="Path">JSON path of what was broken.</param>
    /// <param name="What">How.</param>
    /// <param name="ReaderSees">True when the typed reader finds it without the schema.</param>
    internal sealed record Mutation(Func<JObject> Document, string Path, string What, bool ReaderSees)
    {
        public override string ToString() => $"{What} at {Path}";

        /// <summary>At the place, above it or in it.</summary>
        public bool Near(string path) => path.StartsWith(Path, StringComparison.Ordinal) || Path.StartsWith(path, StringComparison.Ordinal);
    }

    private static IEnumerable<Mutation> Mutations(JObject document, string schema)
    {
        var definition = schema == ControlSchema ? (JObject?)Schemas[schema].SelectToken($"definitions.pattern-{(string?)document["pattern"]}") : null;
        var places = Places(document, Schemas[schema], Schemas[schema]);
        if (definition is not null)
            places = places.Concat(Places(document["values"]!, definition, Schemas[schema]));
        foreach (var (token, rule) in places.ToList())
        {
            if (token is JObject members)
            {
                foreach (var required in rule["required"].Strings().Where(members.ContainsKey))
                    yield return Mutate(document, token.Path, $"{required} removed", t => ((JObject)t).Remove(required));
                if (rule["additionalProperties"] is JValue { Value: false })
                    yield return Mutate(document, token.Path, "unknown property added", t => t["unknown-property"] = 1);
            }

            if (rule["enum"] is not null)
                yield return Mutate(document, token.Path, "unknown choice", t => t.Replace("unknown-choice"));
            if (rule["type"] is JValue && token.Parent is not null)
                yield return Mutate(document, token.Path, "wrong type", t => t.Replace(token.Type == JTokenType.Integer ? "text" : 12.5m));
        }
    }

    private static Mutation Mutate(JObject document, string path, string what, Action<JToken> change)
    {
        JObject Broken()
        {
            var copy = (JObject)document.DeepClone();
            change(copy.SelectToken(path)!);
            return copy;
        }

        return new Mutation(Broken, path, what, ReaderSees(path, what));
    }

    // The reader leaves to the schema: what a pattern's values and samples hold, choices that it keeps as text.
    private static bool ReaderSees(string path, string what)
    {
        var name = path[(path.LastIndexOf('.') + 1)..];
        if (path.StartsWith("values", StringComparison.Ordinal) || path.StartsWith("samples.", StringComparison.Ordinal) || path == "$schema")
            return false;
        if (what == "unknown choice")
            return name is not ("mode" or "pattern" or "default" or "type") && !path.StartsWith("effects.allowed", StringComparison.Ordinal);
        return !(what == "wrong type" && name is "allowed" && path.StartsWith("parameters", StringComparison.Ordinal));
    }

    // Every value with the part of the schema that it must satisfy.
    private static IEnumerable<(JToken Token, JObject Rule)> Places(JToken token, JObject rule, JObject root)
    {
        if ((string?)rule["$ref"] is { } reference)
            rule = (JObject)root.SelectToken(reference.TrimStart('#', '/').Replace('/', '.'))!;
        yield return (token, rule);
        IEnumerable<(JToken, JObject)> children = token switch
        {
            JObject members => members.Properties()
                .Select(p => (p.Value, (rule["properties"]?[p.Name] ?? rule["additionalProperties"]) as JObject))
                .Where(p => p.Item2 is not null).SelectMany(p => Places(p.Value, p.Item2!, root)),
            JArray items when rule["items"] is JObject item => items.SelectMany(i => Places(i, item, root)),
            _ => [],
        };
        foreach (var child in children)
            yield return child;
    }

    private static string SchemaOf(string file) => file switch
    {
        "policies/library.json" => "library.schema.json",
        _ when file.StartsWith("policies/requirements/", StringComparison.Ordinal) => "requirements.schema.json",
        _ => ControlSchema,
    };

    private static JObject Load(string file) => (JObject)Parse(File.ReadAllText(PathOf(file)), file);

    private static JToken Parse(string text, string file) => JsonText.Parse(text, file, [])!;

    private static string PathOf(string file) => Path.Combine(Repository.Root, file.Replace('/', Path.DirectorySeparatorChar));
}
