using Newtonsoft.Json.Linq;
using NUnit.Framework;
using PolicyGen.Catalogue;
using PolicyGen.Policies;
using PolicyGen.Reports.Pages;
using PolicyGen.Tests.Support;

namespace PolicyGen.Tests.Reports.Pages;

/// <summary>A condition in words says what the condition asks, in both languages.</summary>
public class ConditionWordsSpecs
{
    private const string Type = "Microsoft.Storage/storageAccounts";

    private static readonly object[][] Cases =
    [
        ["{'field': 'type', 'equals': 'Microsoft.Storage/storageAccounts'}", "- `type` is `Microsoft.Storage/storageAccounts`", "- `type` が `Microsoft.Storage/storageAccounts` である"],
        ["{'field': 'Microsoft.Storage/storageAccounts/minimumTlsVersion', 'notIn': ['TLS1_2', 'TLS1_3']}", "- `minimumTlsVersion` is none of `TLS1_2`, `TLS1_3`", "- `minimumTlsVersion` が `TLS1_2`, `TLS1_3` のいずれでもない"],
        ["{'field': 'Microsoft.Network/loadBalancers/sku.name', 'exists': 'false'}", "- `Microsoft.Network/loadBalancers/sku.name` is not set", "- `Microsoft.Network/loadBalancers/sku.name` が設定されていない"],
        ["{'field': 'tags[\\u0027a`b\\u0027]', 'exists': true}", "- `` tags['a`b'] `` is set", "- `` tags['a`b'] `` が設定されている"],
        ["{'value': '[length(field(\\u0027name\\u0027))]', 'greaterOrEquals': 3}", "- `[length(field('name'))]` is at least `3`", "- `[length(field('name'))]` が `3` 以上である"],
        ["{'not': {'field': 'kind', 'equals': ''}}", "- not:\n  - `kind` is `''`", "- 次を満たさない:\n  - `kind` が `''` である"],
        ["{'anyOf': [{'field': 'kind', 'like': 'a*'}, {'field': 'name', 'containsKey': 'x'}]}", "- any of:\n  - `kind` matches `a*`\n  - `name` has the key `x`", "- 次のいずれかを満たす:\n  - `kind` が `a*` に一致する\n  - `name` にキー `x` がある"],
        ["{'allOf': [{'field': 'kind', 'less': 2}]}", "- `kind` is less than `2`", "- `kind` が `2` より小さい"],
        [
            "{'count': {'field': 'Microsoft.Storage/storageAccounts/networkAcls.ipRules[*]', 'where': {'field': 'Microsoft.Storage/storageAccounts/networkAcls.ipRules[*].action', 'equals': 'Allow'}}, 'greater': 0}",
            "- the number of `networkAcls.ipRules[*]` is more than `0`, counting those where:\n  - `networkAcls.ipRules[*].action` is `Allow`",
            "- `networkAcls.ipRules[*]` の数が `0` より大きい。数えるのは次を満たすもの:\n  - `networkAcls.ipRules[*].action` が `Allow` である",
        ],
        ["{'count': {'value': [1, 2]}, 'equals': 2}", "- the number of `1`, `2` is `2`", "- `1`, `2` の数が `2` である"],
    ];

    [TestCaseSource(nameof(Cases))]
    public void A_condition_is_said_in_both_languages(string condition, string english, string japanese) => Assert.Multiple(() =>
    {
        Assert.That(Say(condition, Language.English), Is.EqualTo(english));
        Assert.That(Say(condition, Language.Japanese), Is.EqualTo(japanese));
    });

    [Test]
    public void Every_operator_has_words()
    {
        foreach (var name in Enum.GetNames<ConditionOperator>())
        {
            var json = $"{{'field': 'name', '{char.ToLowerInvariant(name[0])}{name[1..]}': 'x'}}";
            Assert.That(Say(json, Language.English), Does.StartWith("- `name` "), name);
            Assert.That(Say(json, Language.Japanese), Does.StartWith("- `name` "), name);
        }
    }

    private static string Say(string condition, Language language)
    {
        var definition = (PolicyDefinition)PolicyDocumentReader.Read(new JObject
        {
            ["name"] = "x",
            ["properties"] = new JObject { ["mode"] = "All", ["policyRule"] = new JObject { ["if"] = PolicyJson.Parse(condition), ["then"] = new JObject { ["effect"] = "audit" } } },
        }, "x")!;
        return new ConditionWords(language, [Type]).Of(definition.Rule!.If).TrimEnd();
    }
}
