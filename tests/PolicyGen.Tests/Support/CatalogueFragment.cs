using Newtonsoft.Json.Linq;
using PolicyGen.Azure;
using PolicyGen.Catalogue;
using PolicyGen.Diagnostics;
using PolicyGen.Linting;

namespace PolicyGen.Tests.Support;

/// <summary>
/// A library of a few rows, written as {"library": {…}, "requirements": [{"id": …}], "controls": [{"id": …}]}. What a
/// fragment leaves out gets a sound default; null takes a default away. It is written to files and loaded as any library.
/// </summary>
internal static class CatalogueFragment
{
    private static readonly Linter Linter = Linter.Create(AliasTable.Load(), BuiltInIndex.Load());

    private const string Vocabulary = """
        {'version': '1.0.0', 'areas': {'storage': 'Storage'}, 'parameters': {}, 'groups': {}, 'signals': {
          'tls-in-transit': {'en': 'Encryption in transit', 'ja': '通信の暗号化'},
          'public-network-access': {'en': 'Public network access', 'ja': 'パブリック ネットワーク アクセス'}}}
        """;

    private const string Requirement = """
        {'title': {'en': 'Encrypt transmissions', 'ja': '通信を暗号化する'}, 'summary': {'en': 'Transmissions are encrypted.', 'ja': '通信を暗号化すること。'},
         'level': 'none', 'conformance': 'conformable', 'responsibility': ['user'], 'automation': 'policy', 'coverage': 'partial',
         'remainder': {'en': 'Attest the rest.', 'ja': '残りを確認する。'}, 'signals': ['tls-in-transit'],
         'evidence': {'disclosure': 'none', 'documents': [], 'ndaDocuments': [], 'certifications': [], 'interview': false}, 'rationale': 'Encryption is a setting.'}
        """;

    private const string Control = """
        {'title': {'en': 'Storage accounts satisfy ID', 'ja': 'ストレージ アカウントは ID を満たす'}, 'severity': 'high', 'signals': ['tls-in-transit'],
         'resourceTypes': ['Microsoft.Storage/storageAccounts'], 'mode': 'Indexed', 'pattern': 'property',
         'values': {'require': [{'property': 'supportsHttpsTrafficOnly', 'equals': true}]},
         'effects': {'default': 'Audit', 'allowed': ['Audit', 'Deny', 'Disabled']},
         'remediation': {'en': 'Require secure transfer.', 'ja': '安全な転送を必須にする。'},
         'samples': {'compliant': [{'type': 'Microsoft.Storage/storageAccounts', 'name': 'stmed', 'properties': {'supportsHttpsTrafficOnly': true}}],
                     'nonCompliant': [{'type': 'Microsoft.Storage/storageAccounts', 'name': 'stmed', 'properties': {'supportsHttpsTrafficOnly': false}}]}}
        """;

    /// <summary>Loads a fragment.</summary>
    /// <param name="fragment">The fragment.</param>
    /// <param name="validateSchemas">Also validates it against the schemas of the repository, which takes longer.</param>
    public static Library Load(JToken fragment, bool validateSchemas = false)
    {
        var root = Directory.CreateTempSubdirectory("policygen-catalogue-").FullName;
        try
        {
            var files = new LibraryFiles(root);
            Write(files, fragment);
            var diagnostics = new DiagnosticBag();
            var loader = new LibraryLoader(files, diagnostics, validateSchemas);
            var library = loader.Load([]);
            loader.CompleteValidation();
            return library is not null && !diagnostics.HasErrors
                ? library
                : throw new ArgumentException(string.Join('\n', diagnostics), nameof(fragment));
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }

    /// <summary>The findings about a library.</summary>
    public static IReadOnlyList<Diagnostic> Lint(Library library) => [.. Linter.Lint(library).Diagnostics];

    /// <summary>The findings of one rule. Single quotes stand for double ones.</summary>
    public static IReadOnlyList<Diagnostic> Lint(string rule, string fragment) => LintRules.All.Any(r => r.Id == rule)
        ? [.. Lint(Load(PolicyJson.Parse(fragment))).Where(d => d.Id == rule)]
        : throw new ArgumentException($"There is no rule {rule}.", nameof(rule));

    private static void Write(LibraryFiles files, JToken fragment)
    {
        Directory.CreateDirectory(Path.Combine(files.Controls, "storage"));
        Directory.CreateDirectory(Path.GetDirectoryName(files.Requirements(GuidelineId.Mhlw))!);
        Directory.CreateDirectory(files.Schemas);
        foreach (var schema in Directory.EnumerateFiles(Repository.PathOf("policies", "schemas")))
            File.Copy(schema, Path.Combine(files.Schemas, Path.GetFileName(schema)));

        File.WriteAllText(files.Vocabulary, Complete(Vocabulary, fragment["library"]).ToString());
        foreach (var control in fragment["controls"] ?? new JArray())
        {
            var id = (string)control["id"]!;
            File.WriteAllText(Path.Combine(files.Controls, "storage", id + ".json"), Complete(Control.Replace("ID", id, StringComparison.Ordinal), control).ToString());
        }

        var rows = (fragment["requirements"] ?? new JArray()).ToLookup(r => GuidelineNames.OfRequirement((string)r["id"]!));
        foreach (var guideline in GuidelineNames.All)
            File.WriteAllText(files.Requirements(guideline), WriteGuideline(guideline, [.. rows[guideline].Select(CompleteRequirement)]).ToString());
    }

    private static JObject WriteGuideline(GuidelineId id, JObject[] rows)
    {
        var text = new JObject { ["en"] = "Words", ["ja"] = "言葉" };
        return new JObject
        {
            ["guideline"] = id.Name(),
            ["title"] = text,
            ["issuer"] = text,
            ["sections"] = new JArray(rows.Select(r => (string)r["section"]!).Distinct().Select(s => new JObject { ["id"] = s, ["chapter"] = text, ["title"] = text })),
            ["requirements"] = new JArray(rows.AsEnumerable()),
        };
    }

    // MHLW-6.5-03 is number 3 of section 6.5.
    private static JObject CompleteRequirement(JToken given)
    {
        var row = Complete(Requirement, given);
        var parts = ((string)row["id"]!).Split('-');
        row["section"] = parts[1];
        row["number"] = int.Parse(parts[2], System.Globalization.CultureInfo.InvariantCulture);
        return row;
    }

    private static JObject Complete(string defaults, JToken? given)
    {
        var result = (JObject)PolicyJson.Parse(defaults);
        foreach (var property in (given as JObject)?.Properties() ?? [])
        {
            result[property.Name] = property.Value;
            if (property.Value.Type == JTokenType.Null)
                result.Remove(property.Name);
        }

        return result;
    }
}
