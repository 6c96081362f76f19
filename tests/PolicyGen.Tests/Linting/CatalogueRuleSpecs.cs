using NUnit.Framework;
using PolicyGen.Catalogue;
using PolicyGen.Tests.Support;
using static PolicyGen.Tests.Support.CatalogueFragment;

namespace PolicyGen.Tests.Linting;

/// <summary>Corner cases of the rules about requirements, controls and the words they share.</summary>
public class CatalogueRuleSpecs
{
    private static string Row(string direct = "'a'", string supporting = "", string more = "") =>
        $"{{'id': 'MHLW-6.5-01', 'controls': {{'direct': [{direct}], 'supporting': [{supporting}], 'why': 'It is.'}} {more}}}";

    private static string Fragment(string row, string controls = "{'id': 'a'}", string library = "") =>
        $"{{'library': {{{library}}}, 'requirements': [{row}], 'controls': [{controls}]}}";

    private static IEnumerable<string> Messages(string rule, string fragment) => Lint(rule, fragment).Select(d => d.Message);

    [TestCase("'a'", "", "{'id': 'a'}", "")]
    [TestCase("", "'a'", "{'id': 'a'}", "")]
    [TestCase("'group:both'", "", "{'id': 'a'}, {'id': 'b'}", "")]
    [TestCase("'a'", "", "{'id': 'a'}, {'id': 'm', 'shared': true}", "")]
    [TestCase("'a'", "", "{'id': 'a'}, {'id': 'c'}, {'id': 'd'}", "c d")]
    public void A_control_is_used_by_any_kind_of_mention(string direct, string supporting, string controls, string unused)
    {
        var files = Lint("control-unused", Fragment(Row(direct, supporting), controls + (controls.Contains("'b'") ? "" : ", {'id': 'b', 'shared': true}"), "'groups': {'both': ['a', 'b']}"))
            .Select(d => Path.GetFileNameWithoutExtension(d.Location.File));
        Assert.That(string.Join(' ', files), Is.EqualTo(unused));
    }

    [TestCase("policy", 1)]
    [TestCase("manual", 0)]
    [TestCase("platform", 0)]
    public void Only_what_policy_answers_has_to_name_a_control(string automation, int expected) =>
        Assert.That(Lint("requirement-without-control", Fragment($"{{'id': 'MHLW-6.5-01', 'automation': '{automation}'}}")), Has.Count.EqualTo(expected));

    [TestCase("'a'", "", "'tls-in-transit'", null)]
    [TestCase("'a'", "", "'public-network-access'", "the control has public-network-access.")]
    [TestCase("'a'", "", "", "the control has none.")]
    [TestCase("", "'a'", "'public-network-access'", null)]
    public void A_direct_control_shares_a_signal_and_a_supporting_one_need_not(string direct, string supporting, string signals, string? message) =>
        Assert.That(Messages("evidence-signal", Fragment(Row(direct, supporting), $"{{'id': 'a', 'signals': [{signals}]}}")), message is null ? Is.Empty : Has.One.EndsWith(message));

    [Test]
    public void A_forgotten_family_is_told_with_a_few_of_its_members()
    {
        var family = string.Concat(Enumerable.Range(1, 5).Select(i => $", {{'id': 'f{i}', 'signals': ['public-network-access']}}"));
        var row = Row(more: ", 'signals': ['tls-in-transit', 'public-network-access']");
        Assert.Multiple(() =>
        {
            Assert.That(Messages("signal-unserved", Fragment(row, "{'id': 'a'}" + family)), Has.One.EndsWith("; the library has f1, f2, f3 and 2 more."));
            Assert.That(Messages("signal-unserved", Fragment(Row(supporting: "'f1'", more: ", 'signals': ['public-network-access']"), "{'id': 'a'}" + family)), Is.Empty);
            Assert.That(Messages("signal-unserved", Fragment(row)), Is.Empty, "the library has no such family");
            Assert.That(Messages("signal-unserved", Fragment("{'id': 'MHLW-6.5-01', 'signals': ['public-network-access']}", "{'id': 'a'}" + family)), Is.Empty);
        });
    }

    [Test]
    public void A_signal_that_no_control_carries_is_told_once_for_all_requirements()
    {
        const string Asks = "'signals': ['public-network-access']";
        var fragment = Fragment($"{{'id': 'MHLW-6.5-01', {Asks}}}, {{'id': 'MIC-3.2.1-02', {Asks}}}, {{'id': 'METI-2.3-01', 'automation': 'manual', {Asks}}}");
        Assert.That(Lint("signal-without-control", fragment).Select(d => d.ToString()), Is.EqualTo(new[]
        {
            "policies/library.json: info signal-without-control: No control carries the signal 'public-network-access' of 2 requirements, the first MHLW-6.5-01. [signals.public-network-access]",
        }));
    }

    [TestCase("METI-2.5.3", null)]
    [TestCase("METI-2.5", null)]
    [TestCase("METI-2", null)]
    [TestCase("METI-2.5.30", "METI has no rows in a section '2.5.30'.")]
    [TestCase("METI-2.5.3-01", "METI has no rows in a section '2.5.3-01'.")]
    [TestCase("MIC-3.2.1", "MIC has no rows in a section '3.2.1'.")]
    [TestCase("METI", "no guideline has that prefix.")]
    [TestCase("ISO-5.1", "no guideline has that prefix.")]
    public void A_related_section_has_rows_itself_or_below(string related, string? message) =>
        Assert.That(
            Messages("related-section", Fragment(Row(more: $", 'related': ['{related}']") + ", {'id': 'METI-2.5.3-01', 'automation': 'manual'}")),
            message is null ? Is.Empty : Has.One.EndsWith(message));

    [Test]
    public void Nothing_is_said_of_sections_of_a_guideline_that_was_not_loaded()
    {
        var library = Load(PolicyJson.Parse(Fragment(Row(more: ", 'related': ['METI-9.9']"))));
        var alone = library with { Guidelines = [.. library.Guidelines.Where(g => g.Id == GuidelineId.Mhlw)] };
        Assert.Multiple(() =>
        {
            Assert.That(CatalogueFragment.Lint(library).Select(d => d.Id), Has.Member("related-section"));
            Assert.That(CatalogueFragment.Lint(alone).Select(d => d.Id), Has.No.Member("related-section"));
        });
    }

    [Test]
    public void Each_language_has_titles_of_its_own()
    {
        const string Controls = "{'id': 'a', 'title': {'en': 'Same', 'ja': '同じ'}}, {'id': 'b', 'title': {'en': 'same ', 'ja': '同じ'}}, {'id': 'c'}";
        Assert.That(Messages("control-title-duplicate", Fragment(Row(), Controls)), Is.EqualTo(new[]
        {
            "The control 'b' has the English title of 'a'.",
            "The control 'b' has the Japanese title of 'a'.",
        }));
    }

    [TestCase("property", "Modify", "repair", null)]
    [TestCase("version", "Modify", "", "allows Modify, but its values hold no 'repair'.")]
    [TestCase("public-exposure", "Deny", "", null)]
    [TestCase("shapes", "Modify", "repair", "allows Modify, which the pattern 'shapes' cannot do.")]
    [TestCase("related", "DeployIfNotExists", "deployment", null)]
    [TestCase("subscription", "DeployIfNotExists", "repair", "allows DeployIfNotExists, but its values hold no 'deployment'.")]
    [TestCase("related", "Modify", "deployment", "allows Modify, which the pattern 'related' cannot do.")]
    [TestCase("diagnostic-settings", "DeployIfNotExists", "", null)]
    [TestCase("diagnostic-settings", "Modify", "", "allows Modify, which the pattern 'diagnostic-settings' cannot do.")]
    [TestCase("metric-alert", "DeployIfNotExists", "", "allows DeployIfNotExists, which the pattern 'metric-alert' cannot do.")]
    [TestCase("builtin", "DeployIfNotExists", "", null)]
    public void An_effect_that_changes_resources_needs_a_pattern_and_values_for_it(string pattern, string effect, string member, string? message)
    {
        var values = member.Length == 0 ? "{}" : $"{{'{member}': {{}}}}";
        var control = $"{{'id': 'a', 'pattern': '{pattern}', 'values': {values}, 'effects': {{'default': 'Disabled', 'allowed': ['{effect}', 'Disabled']}}, {BuiltIn(SecureTransfer, "x", "same")}}}";
        Assert.That(Messages("effect-without-means", Fragment(Row(), control)), message is null ? Is.Empty : Has.One.EndsWith(message));
    }

    [TestCase("Audit", 0)]
    [TestCase("AuditIfNotExists", 0)]
    [TestCase("Manual", 0)]
    [TestCase("DenyAction", 1)]
    [TestCase("DeployIfNotExists", 1)]
    public void An_enforcing_default_is_worth_knowing(string effect, int expected) =>
        Assert.That(Lint("enforcing-default", Fragment(Row(), $"{{'id': 'a', 'effects': {{'default': '{effect}', 'allowed': ['{effect}']}}}}")), Has.Count.EqualTo(expected));

    private const string SecureTransfer = "404c3081-a854-4457-ae30-26a93ef643f9";
    private const string Deprecated = "b7ddfbdc-1260-477d-91fd-98bd9be789a6";
    private const string Preview = "fa498b91-8a7e-4710-9578-da944c68d1fe";
    private const string Unknown = "00000000-0000-0000-0000-00000000beef";

    private static string BuiltIn(string id, string name, string relation) => $"'builtin': [{{'id': '{id}', 'name': '{name}', 'relation': '{relation}'}}]";

    [TestCase(Unknown, "same", "control-builtin-unknown")]
    [TestCase(Unknown, "part", "control-builtin-unknown")]
    [TestCase(Unknown, "partial", "control-builtin-stale")]
    [TestCase(Deprecated, "same", "control-builtin-deprecated control-builtin-name")]
    [TestCase(Deprecated, "stricter", "control-builtin-name control-builtin-stale")]
    [TestCase(Preview, "same", "control-builtin-name control-builtin-preview")]
    [TestCase(Preview, "looser", "control-builtin-name")]
    [TestCase(SecureTransfer, "same", "control-builtin-name")]
    public void What_is_referred_to_weighs_more_than_what_is_compared(string id, string relation, string rules)
    {
        var library = Load(PolicyJson.Parse(Fragment(Row(), $"{{'id': 'a', {BuiltIn(id, "another name", relation)}}}")));
        var findings = CatalogueFragment.Lint(library).Where(d => d.Id.StartsWith("control-builtin-", StringComparison.Ordinal)).ToList();
        Assert.Multiple(() =>
        {
            Assert.That(string.Join(' ', findings.Select(d => d.Id)), Is.EqualTo(rules));
            Assert.That(findings.Select(d => d.Location.JsonPath), Has.All.EqualTo("builtin[0]"));
        });
    }

    [TestCase("property", "'Audit', 'Deny'", "", "though it may deny")]
    [TestCase("array", "'Audit', 'Deny'", ", 'notes': 'The service writes it.'", "though it may deny")]
    [TestCase("array", "'Audit'", ", 'notes': 'The service writes it.'", null)]
    [TestCase("array", "'Audit'", "", "no notes say why")]
    [TestCase("related", "'Audit'", "", null)]
    public void Only_what_a_template_cannot_show_goes_without_samples(string pattern, string effects, string more, string? message) =>
        Assert.That(
            Messages("control-samples", Fragment(Row(), $"{{'id': 'a', 'pattern': '{pattern}', 'samples': null, 'effects': {{'default': 'Audit', 'allowed': [{effects}]}} {more}}}")),
            message is null ? Is.Empty : Has.One.Contains(message));

    [TestCase("Microsoft.Storage/storageAccounts", "'microsoft.storage/storageaccounts'", 0)]
    [TestCase("Microsoft.Storage/storageAccounts/blobServices", "'Microsoft.Storage/storageAccounts'", 0)]
    [TestCase("Microsoft.Storage/storageAccountsOfOthers", "'Microsoft.Storage/storageAccounts'", 1)]
    [TestCase("Microsoft.Storage/storageAccounts", "'Microsoft.Storage/storageAccounts/blobServices'", 1)]
    [TestCase("Microsoft.Sql/servers", "'Microsoft.Storage/storageAccounts', 'Microsoft.Sql/servers'", 0)]
    [TestCase("Microsoft.Sql/servers", "'*'", 0)]
    public void A_sample_is_of_a_judged_type_or_below_it(string type, string types, int expected)
    {
        var findings = Lint("sample-type", Fragment(Row(), $"{{'id': 'a', 'resourceTypes': [{types}], 'samples': {{'compliant': [], 'nonCompliant': [{{'type': '{type}'}}]}}}}"));
        Assert.That(findings.Select(d => d.Location.JsonPath), Is.EqualTo(Enumerable.Repeat("samples.nonCompliant[0]", expected)));
    }

    [TestCase("ひらがな", true)]
    [TestCase("カタカナ", true)]
    [TestCase("ｶﾅ", true)]
    [TestCase("漢字", true)]
    [TestCase("Azure Key Vault", false)]
    [TestCase("Ａｚｕｒｅ・「」。", false)]
    [TestCase("中", true)]
    public void Letters_make_a_text_Japanese_and_punctuation_does_not(string text, bool japanese) =>
        Assert.That(Messages("text-untranslated", Fragment(Row(), $"{{'id': 'a', 'remediation': {{'en': 'Mend it.', 'ja': '{text}'}}}}")),
            japanese ? Is.Empty : Is.EqualTo(new[] { "The control 'a' has a Japanese remediation without a Japanese character." }));

    [TestCase("Items (ア) to (カ) are met.", 0)]
    [TestCase("Items (アイ) are met.", 1)]
    [TestCase("Item ア is met.", 1)]
    [TestCase("Records “are” kept…", 0)]
    public void English_text_cites_items_by_their_labels_only(string text, int expected) =>
        Assert.That(Lint("text-language", Fragment(Row(more: $", 'summary': {{'en': '{text}', 'ja': '要約'}}"))), Has.Count.EqualTo(expected));

    [Test]
    public void Texts_of_parameters_and_signals_are_read_too_and_a_signal_may_have_one_name()
    {
        const string Library = "'signals': {'tls-in-transit': {'en': 'TLS', 'ja': 'TLS'}, 'siem': {'en': '監視', 'ja': 'SIEM'}}, 'parameters': {'days': {'type': 'Integer', 'default': 1, 'title': {'en': 'Days', 'ja': 'Days'}, 'description': {'en': '日数', 'ja': '日数'}}}";
        const string Control = "{'id': 'a', 'parameters': {'days': {'initiativeParameter': 'days'}, 'own': {'type': 'Integer', 'default': 1, 'title': {'en': 'Own', 'ja': 'Own'}, 'description': {'en': 'Own', 'ja': '独自'}}}}";
        var fragment = Fragment(Row(), Control, Library);
        Assert.Multiple(() =>
        {
            Assert.That(Messages("text-untranslated", fragment), Is.EqualTo(new[]
            {
                "The parameter 'own' of the control 'a' has a Japanese title without a Japanese character.",
                "The initiative parameter 'days' has a Japanese title without a Japanese character.",
            }));
            Assert.That(Messages("text-language", fragment), Is.EqualTo(new[]
            {
                "The signal 'siem' has Japanese characters in its English name.",
                "The initiative parameter 'days' has Japanese characters in its English description.",
            }));
        });
    }

    [Test]
    public void Every_kind_of_shared_word_is_missed_when_nothing_uses_it()
    {
        const string Parameter = "{'type': 'Integer', 'default': 1, 'title': {'en': 'Days', 'ja': '日数'}, 'description': {'en': 'Days', 'ja': '日数'}}";
        var library = $"'areas': {{'storage': 'Storage', 'vpn': 'Network'}}, 'parameters': {{'days': {Parameter}, 'hours': {Parameter}}}, 'groups': {{'both': ['a', 'b'], 'one': ['a', 'c']}}";
        var controls = "{'id': 'a', 'parameters': {'n': {'initiativeParameter': 'days'}}}, {'id': 'b'}, {'id': 'c'}";
        Assert.That(Messages("library-unused", Fragment(Row("'group:both'", "'c'"), controls, library)), Is.EquivalentTo(new[]
        {
            "No control is in the area 'vpn'.",
            "No requirement and no control has the signal 'public-network-access'.",
            "No control takes the initiative parameter 'hours'.",
            "No requirement names the control group 'one'.",
        }));
    }
}
