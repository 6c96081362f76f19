using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using Newtonsoft.Json.Linq;
using NUnit.Framework;
using PolicyGen.Bicep;
using PolicyGen.Data;
using PolicyGen.Diagnostics;
using PolicyGen.Tests.Support;

namespace PolicyGen.Tests.Bicep;

public class ParameterAssignmentsSpecs
{
    private const string Template = """
        {"$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#", "contentVersion": "1.0.0.0",
         "parameters": {"p": {"type": "object"}}, "resources": []}
        """;

    [Test]
    public void Whatever_a_value_holds_it_is_a_value_to_the_compiler()
    {
        using var folder = new TempFolder();
        folder.Write("template.json", Template);
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(120), Prop.ForAll(Values().ToArbitrary(), value =>
        {
            var given = new JObject { ["v"] = value };
            var read = ReadBack(folder, given);
            if (!JToken.DeepEquals(read, given))
                throw new AssertionException($"{given} became {read}");
        }));
    }

    [TestCase("{\"a\": 1.5}")]
    [TestCase("{\"a\": 9223372036854775807, \"b\": -9223372036854775807}")]
    [TestCase("{\"a\": \"'${resourceGroup().location}' // \\\\ '''\"}")]
    [TestCase("{\"a\": \"'\\nparam other = 'x'\\n\"}")]
    [TestCase("{\"a\": \"[resourceGroup().location]\"}")]
    [TestCase("{\"null\": null, \"true\": true, \"param\": {}, \"\": []}")]
    public void These_are_values_too(string json)
    {
        using var folder = new TempFolder();
        folder.Write("template.json", Template);
        var given = (JObject)JsonText.Parse(json, "value.json", new DiagnosticBag())!;
        Assert.That(JToken.DeepEquals(ReadBack(folder, given), given), Is.True);
    }

    [Test]
    public void A_secret_is_not_written()
    {
        var template = JObject.Parse("""{"parameters": {"s": {"type": "securestring"}, "o": {"type": "SecureObject"}}}""");
        var values = JObject.Parse("""{"s": {"value": "hunter2"}, "o": {"value": {"password": "hunter2"}}}""");
        Assert.That(Write(template, values), Does.Not.Contain("hunter2"));
    }

    [Test]
    public void A_reference_to_a_vault_stays_one()
    {
        var template = JObject.Parse("""{"parameters": {"s": {"type": "securestring"}}}""");
        var values = JObject.Parse("""
            {"s": {"reference": {"keyVault": {"id": "/subscriptions/1111/resourceGroups/rg/providers/Microsoft.KeyVault/vaults/kv"}, "secretName": "it's", "secretVersion": "7"}}}
            """);
        Assert.That(Write(template, values), Does.Contain(@"param s = az.getSecret('1111', 'rg', 'kv', 'it\'s', '7')"));
    }

    private static string Write(JObject template, JObject values) =>
        ParameterAssignments.Write("template.json", template, TemplateParameters.Of(values, _ => SourceLocation.None)).Text;

    private static JToken? ReadBack(TempFolder folder, JObject value)
    {
        var template = JObject.Parse(Template);
        ImmutableArray<TemplateParameter> parameters = [new TemplateParameter("p", new JObject { ["value"] = value }, SourceLocation.None)];
        var file = folder.Write("p.bicepparam", ParameterAssignments.Write("template.json", template, parameters).Text);
        var compiled = RealBicep.Client.CompileParametersAsync(file, CancellationToken.None).GetAwaiter().GetResult();
        Assert.That(compiled.Success, Is.True, () => string.Join('\n', compiled.Diagnostics.Select(d => d.Message)));
        return JsonText.Parse(compiled.Parameters!, "p.json", new DiagnosticBag())!["parameters"]!["p"]!["value"];
    }

    private static Gen<JToken> Values() => Gen.Sized(size => Value(Math.Min(size, 4)));

    private static Gen<JToken> Value(int depth)
    {
        var piece = Gen.Elements("", "x", "'", "${", "}", "\\", "\"", "\n", "\r", "\t", "\0", "\u001f", "\u2028", "日本", "😀", "[", "]", "[[", "[parameters('p')]", "'''", "//", "$", "{0}", "\\u{61}");
        var text = Gen.ListOf(piece, 4).Select(string.Concat);
        var leaf = Gen.OneOf(
            text.Select(t => (JToken)t),
            Gen.Choose(-100000, 100000).Select(n => (JToken)(long)n),
            Gen.Elements(true, false).Select(b => (JToken)b),
            Gen.Constant((JToken)JValue.CreateNull()));
        if (depth == 0)
            return leaf;
        var items = Gen.Choose(0, 3).SelectMany(n => Gen.ListOf(Value(depth - 1), n));
        var members = Gen.Choose(0, 3).SelectMany(n => Gen.ListOf(text.SelectMany(_ => Value(depth - 1), (name, value) => (name, value)), n));
        return Gen.OneOf(leaf, items.Select(i => (JToken)new JArray(i)), members.Select(m => (JToken)new JObject(m.DistinctBy(p => p.name).Select(p => new JProperty(p.name, p.value)))));
    }
}
