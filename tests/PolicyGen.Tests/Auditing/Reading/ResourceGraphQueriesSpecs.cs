using NUnit.Framework;
using PolicyGen.Auditing;
using PolicyGen.Auditing.Reading;

namespace PolicyGen.Tests.Auditing.Reading;

public sealed class ResourceGraphQueriesSpecs
{
    [TestCase("plain", "'plain'")]
    [TestCase("it's", @"'it\'s'")]
    [TestCase(@"a\b", @"'a\\b'")]
    [TestCase(@"\'", @"'\\\''")]
    [TestCase("a\nb", @"'a\u000ab'")]
    [TestCase("a\u2028b", @"'a\u2028b'")]
    [TestCase("東京", "'東京'")]
    public void Text_cannot_leave_its_literal(string value, string expected) =>
        Assert.That(KustoText.Literal(value), Is.EqualTo(expected));

    [Test]
    public void A_list_without_values_is_no_query() =>
        Assert.That(() => KustoText.List([]), Throws.ArgumentException);

    [TestCase("NonCompliant", "Error")]
    [TestCase("Error", "Unknown")]
    [TestCase("Unknown", "Compliant")]
    [TestCase("Protected", "Compliant")]
    [TestCase("Compliant", "Exempt")]
    [TestCase("SomethingNew", "Compliant")]
    public void Worse_states_rank_higher(string worse, string better) =>
        Assert.That(AzureStates.Rank(worse), Is.GreaterThan(AzureStates.Rank(better)));

    [Test]
    public void Ranks_and_words_go_both_ways() => Assert.Multiple(() =>
    {
        foreach (var state in AzureStates.WorstFirst)
            Assert.That(AzureStates.OfRank(AzureStates.Rank(state)), Is.EqualTo(state));
        Assert.That(AzureStates.OfRank(0), Is.EqualTo("Unknown"));
        Assert.That(AzureStates.OfRank(99), Is.EqualTo("Unknown"));
    });

    [Test]
    public void Every_query_has_a_fixed_order_or_one_row() => Assert.Multiple(() =>
    {
        foreach (var query in ResourceGraphQueries.All)
            Assert.That(query.Text.Contains("| order by ", StringComparison.Ordinal) || query.Name == "resources evaluated", Is.True, query.Text);
    });

    [Test]
    public void Lists_of_things_project_id_so_that_pages_follow() => Assert.Multiple(() =>
    {
        foreach (var query in ResourceGraphQueries.All.Where(q => !q.Text.Contains("| summarize ", StringComparison.Ordinal)))
            Assert.That(query.Text, Does.Contain("| project id,"), query.Name);
    });
}
