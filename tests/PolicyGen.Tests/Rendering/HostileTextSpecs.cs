using Newtonsoft.Json.Linq;
using NUnit.Framework;
using PolicyGen.Catalogue;
using PolicyGen.Diagnostics;
using PolicyGen.Rendering;
using PolicyGen.Tests.Support;

namespace PolicyGen.Tests.Rendering;

/// <summary>Whatever a text holds, Azure gets that text: through Scriban, JSON and Bicep.</summary>
public class HostileTextSpecs
{
    private static readonly string[] Texts =
    [
        "引用符 \"二重\" '単一' '''三重''' `逆`",
        @"円記号 \ \\ \n \u{41} C:\temp\",
        "補間 ${subscription().id} $${x} \\${y} $'",
        "[concat('x', parameters('effect'))]",
        "[[二重の角括弧]",
        "['x'",
        "]['] // コメント /* も */ #",
        "</script><!-- --> & &amp; <b>",
        "絵文字 😀 👨‍👩‍👧 漢字 𠮷 結合 が",
        "一行目\n二行目\n\n\t字下げ",
        "{{ control.title }} {{ include '_header.scriban' }} {{- 1 + 1 -}} {%{ raw }%}",
        "{0} {1} {definitionScope} {} %s %0A 100%",
        "行区切り\u2028段落区切り\u2029ノーブレーク\u00a0零幅\u200b",
        "' } ] ) \" } ] )",
    ];

    // CR and other control characters are refused in texts for people, but a default may need them.
    private static readonly string[] Defaults = [.. Texts, "CR\rLF\r\nNUL\0BEL\aDEL\u007f", ""];

    private TestLibrary _library = null!;
    private RenderedBicep _rendered = null!;
    private IReadOnlyDictionary<string, string> _files = null!;
    private Prediction _prediction = null!;
    private BicepResult _build = null!;

    [OneTimeSetUp]
    public async Task Deploy()
    {
        _library = new TestLibrary("敵対的 'な' ${文字列}") { GuidelineTitle = TestLibrary.Text("Guideline {1}", "題 '{1}' \"[\" \\ ${x}"), SectionTitle = TestLibrary.Text(Texts[0] + Texts[1]) };
        for (var i = 0; i < Defaults.Length; i++)
        {
            var text = Texts[i % Texts.Length];
            _library.WithParameter($"shared{i}", "String", Defaults[i], text, text);
            var control = TestLibrary.Control($"hostile-{i}", values: $$"""{'require': [{'property': 'minimumTlsVersion', 'in': ["[parameters(´shared´)]", "[parameters(´own´)]", "[parameters(´list´)]"], 'ifMissing': 'nonCompliant'}]}""");
            control["title"] = TestLibrary.Text("en", text);
            control["remediation"] = TestLibrary.Text("en", text);
            control["parameters"] = new JObject
            {
                ["shared"] = new JObject { ["initiativeParameter"] = $"shared{i}" },
                ["own"] = new JObject { ["type"] = "String", ["default"] = Defaults[i], ["allowed"] = new JArray(Defaults[i], "x"), ["title"] = TestLibrary.Text(text), ["description"] = TestLibrary.Text(text) },
                ["list"] = new JObject { ["initiativeParameter"] = "list" },
                ["members"] = new JObject { ["initiativeParameter"] = "members" },
                ["flag"] = new JObject { ["initiativeParameter"] = "flag" },
                ["number"] = new JObject { ["initiativeParameter"] = "number" },
                ["fraction"] = new JObject { ["initiativeParameter"] = "fraction" },
                ["mixed"] = new JObject { ["initiativeParameter"] = "mixed" },
            };
            _library.With(control);
            var direct = TestLibrary.Requirement(2 * i + 1, $"hostile-{i}");
            var manual = TestLibrary.Requirement(2 * i + 2);
            direct["title"] = direct["summary"] = manual["title"] = manual["summary"] = manual["remainder"] = TestLibrary.Text(text);
            _library.WithRows(direct, manual);
        }

        _library.WithParameter("list", "Array", new JArray(Defaults.Cast<object>().ToArray()));
        _library.WithParameter("members", "Object", Members());
        _library.WithParameter("flag", "Boolean", false);
        _library.WithParameter("number", "Integer", -42);
        _library.WithParameter("fraction", "Float", -0.125m);
        _library.WithParameter("mixed", "Array", new JArray(1, "a"));

        _files = _library.Render();
        using var output = new TempFolder();
        new OutputFolder(output.Root).Write(_files.Select(f => new RenderedFile(f.Key, f.Value)), new DiagnosticBag());
        _rendered = new RenderedBicep(output.Root);
        var build = BicepCompiler.BuildAsync(_rendered.PathOf("main.bicep"));
        var sample = _rendered.Sample("main.bicepparam");
        _build = await build;
        _prediction = new Prediction((await sample).Json());
    }

    [OneTimeTearDown]
    public void Remove()
    {
        _rendered?.Dispose();
        _library.Dispose();
    }

    private static IEnumerable<int> Numbers() => Enumerable.Range(0, Defaults.Length);

    private static JObject Members() => new(
        Texts.Select((t, i) => new JProperty($"{i} {t}", t)).Append(new JProperty("true", "false")).Append(new JProperty("for", "if")).Append(new JProperty("plain", new JObject { ["nested"] = new JArray(1, true, JValue.CreateNull(), new JObject()) })));

    [Test]
    public void The_Bicep_compiles_without_errors_and_warnings() =>
        Assert.That((_build.ExitCode, _build.Messages.Trim()), Is.EqualTo((0, "")));

    [TestCaseSource(nameof(Numbers))]
    public void A_definition_shows_the_texts_of_its_control(int i)
    {
        var definition = _prediction.Properties(Prediction.Definition, $"policygen-hostile-{i}");
        var text = Texts[i % Texts.Length];
        Assert.Multiple(() =>
        {
            Assert.That((string?)definition["displayName"], Is.EqualTo(text));
            Assert.That((string?)definition["description"], Is.EqualTo(text));
            foreach (var parameter in (string[])["shared", "own"])
            {
                Assert.That((string?)definition.SelectToken($"parameters.{parameter}.metadata.displayName"), Is.EqualTo(text));
                Assert.That((string?)definition.SelectToken($"parameters.{parameter}.metadata.description"), Is.EqualTo(text));
                Assert.That((string?)definition.SelectToken($"parameters.{parameter}.defaultValue"), Is.EqualTo(Defaults[i]));
            }

            Assert.That((string?)definition.SelectToken("parameters.own.allowedValues[0]"), Is.EqualTo(Defaults[i]));
        });
    }

    [TestCaseSource(nameof(Numbers))]
    public void An_initiative_shows_the_texts_of_its_parameters(int i)
    {
        var parameter = _prediction.Properties(Prediction.Initiative, "policygen-mhlw")["parameters"]![$"shared{i}"]!;
        Assert.That((string?)parameter["defaultValue"], Is.EqualTo(Defaults[i]));
        Assert.That((string?)parameter["metadata"]!["description"], Is.EqualTo(Texts[i % Texts.Length]));
        Assert.That((string?)parameter["metadata"]!["displayName"], Is.EqualTo(Texts[i % Texts.Length]));
    }

    [TestCaseSource(nameof(Numbers))]
    public void A_group_shows_the_texts_of_its_requirement(int i)
    {
        var groups = _prediction.Properties(Prediction.Initiative, "policygen-mhlw")["policyDefinitionGroups"]!;
        foreach (var number in (int[])[2 * i + 1, 2 * i + 2])
        {
            var group = groups.Single(g => (string?)g["name"] == $"MHLW-6.1-{number:00}");
            Assert.That((string?)group["displayName"], Is.EqualTo($"MHLW-6.1-{number:00} {Texts[i % Texts.Length]}"));
            Assert.That((string?)group["description"], Is.EqualTo(Texts[i % Texts.Length]));
            Assert.That((string?)group["category"], Is.EqualTo($"6.1 {Texts[0]}{Texts[1]}"));
        }
    }

    [TestCaseSource(nameof(Numbers))]
    public void A_message_shows_the_texts_of_control_and_requirement(int i)
    {
        var messages = _prediction.Properties(Prediction.Assignment, "policygen-mhlw")["nonComplianceMessages"]!
            .ToDictionary(m => (string)m["policyDefinitionReferenceId"]!, m => (string)m["message"]!);
        var text = Texts[i % Texts.Length];
        Assert.That(messages[$"hostile-{i}"], Is.EqualTo($"MHLW-6.1-{2 * i + 1:00}: 満たすべき状態: {text}。対処: {text}"));
        Assert.That(messages[$"attestation_MHLW-6.1-{2 * i + 2:00}"], Is.EqualTo($"MHLW-6.1-{2 * i + 2:00}: {text}。証跡の登録が必要: {text}"));
    }

    [TestCaseSource(nameof(Numbers))]
    public void An_assignment_passes_the_default_of_a_parameter(int i) =>
        Assert.That((string?)_prediction.Properties(Prediction.Assignment, "policygen-mhlw")["parameters"]![$"shared{i}"]!["value"], Is.EqualTo(Defaults[i]));

    [TestCase("list")]
    [TestCase("members")]
    [TestCase("flag")]
    [TestCase("number")]
    [TestCase("fraction")]
    [TestCase("mixed")]
    public void An_assignment_passes_values_of_every_kind(string name)
    {
        JToken expected = name switch { "list" => new JArray(Defaults.Cast<object>().ToArray()), "members" => Members(), "flag" => false, "fraction" => -0.125m, "mixed" => new JArray(1, "a"), _ => -42 };
        var value = _prediction.Properties(Prediction.Assignment, "policygen-mhlw")["parameters"]![name]!["value"]!;
        Assert.That(value.ToString(), Is.EqualTo(expected.ToString()));
    }

    [Test]
    public void The_title_of_a_guideline_is_not_taken_for_a_pattern()
    {
        var initiative = _prediction.Properties(Prediction.Initiative, "policygen-mhlw");
        Assert.That((string?)initiative["displayName"], Is.EqualTo("省 題 '{1}' \"[\" \\ ${x}"));
        Assert.That((string?)initiative["description"], Does.StartWith($"題 '{{1}}' \"[\" \\ ${{x}}の全 {2 * Defaults.Length} 項目。"));
    }

    [Test]
    public void Nothing_but_Japanese_texts_differs_in_English()
    {
        var english = _library.Render(new RenderOptions(Language.English));
        Assert.That((string?)TestLibrary.Json(english, "definitions/hostile-0.json").SelectToken("properties.displayName"), Is.EqualTo("en"));
        Assert.That(english.Keys, Is.EqualTo(_files.Keys));
    }
}
