using System.Reflection;
using NUnit.Framework;
using PolicyGen.ArmEmulator.Kusto;
using PolicyGen.Auditing.Reading;

namespace PolicyGen.Tests.ArmEmulator;

/// <summary>
/// Microsoft's own language service takes the product's queries; and it agrees with our interpreter, so that a query that
/// passes here is one that Azure understands in the same way.
/// </summary>
public class KustoLanguageServiceSpecs
{
    // The service looks at names and types; the engine behind it refuses more, and so does our interpreter.
    private static readonly HashSet<string> RefusedByTheEngine = new(StringComparer.Ordinal)
    {
        "resources | where id == 1",
        "resources | where id == datetime(x)",
        "resources | where id == 99999999999999999999",
        "resources | where id matches regex '('",
        "resources | where id matches regex @'(a)\\1'",
        "resources | where id matches regex name",
        "resources | extend a = iff(true, 1, 'a')",
    };

    private static readonly string[] WrongQueries =
        [.. Cases(typeof(KustoExpressionSpecs), nameof(KustoExpressionSpecs.A_wrong_expression_is_refused_where_it_is_wrong)).Except(RefusedByTheEngine)];

    // The service knows tables by their exact names.
    private static readonly string[] Queries =
        [.. Cases(typeof(KustoQuerySpecs), nameof(KustoQuerySpecs.A_query_has_its_rows)).Select(q => q.Replace("Resources", "resources", StringComparison.Ordinal))];

    private static readonly string[] Expressions =
        [.. Cases(typeof(KustoExpressionSpecs), nameof(KustoExpressionSpecs.An_expression_has_its_value)).Select(e => $"resources | project x = {e}")];

    private static readonly string[] Failing =
        [.. Cases(typeof(KustoLanguageServiceSpecs), nameof(A_wrong_query_does_fail))];

    // One run of Node.js for all: it takes longer to begin than to check.
    private static readonly Lazy<Dictionary<string, LanguageService.Verdict>> Verdicts = new(() =>
        LanguageService.Check(ResourceGraphQueries.All.Select(q => q.Text).Concat(Queries).Concat(Expressions).Concat(WrongQueries).Concat(Failing).Distinct().Select(q => (q, q)))
            .ToDictionary(v => v.Name, StringComparer.Ordinal));

    [Test]
    public void The_products_queries_have_no_error_and_no_warning()
    {
        Assert.That(ResourceGraphQueries.All, Is.Not.Empty);
        Assert.Multiple(() =>
        {
            foreach (var query in ResourceGraphQueries.All)
                Assert.That(Verdicts.Value[query.Text].Problems, Is.Empty, query.Name);
        });
    }

    [Test]
    public void The_products_queries_give_the_same_columns_in_the_interpreter() => AssertColumns(ResourceGraphQueries.All.Select(q => q.Text));

    [Test]
    public void The_products_queries_run_in_the_interpreter_on_rows_without_anything() => Assert.Multiple(() =>
    {
        foreach (var query in ResourceGraphQueries.All)
            Assert.DoesNotThrow(() => _ = KustoQuery.Parse(query.Text).Execute(_ => [new JsonBag([])], KustoTable.Now).Select(r => r.ToJson()).Count(), query.Name);
    });

    [TestCase("resources | where propertys.x == 'a' | project id", "propertys")]
    [TestCase("resources | project id | order by name asc", "name")]
    [TestCase("resources | summarize count() by properties.x", "dynamic")]
    [TestCase("resources | extend first = id", "first")]
    [TestCase("resources | where tolowr(id) == 'a'", "tolowr")]
    [TestCase("resources | where id == 'a", "Missing")]
    [TestCase("policyresource | project id", "policyresource")]
    public void A_wrong_query_does_fail(string query, string said) =>
        Assert.That(string.Join('\n', Verdicts.Value[query].Problems), Does.Contain(said));

    [Test]
    public void Queries_of_our_specs_give_the_columns_that_the_service_names() => AssertColumns(Queries);

    [Test]
    public void Expressions_of_our_specs_have_the_types_that_the_service_names() => AssertColumns(Expressions);

    [Test]
    public void What_our_specs_refuse_the_service_refuses_too() =>
        Assert.That(WrongQueries.Where(q => Verdicts.Value[q].Problems.Count == 0), Is.Empty);

    private static void AssertColumns(IEnumerable<string> queries) => Assert.Multiple(() =>
    {
        foreach (var query in queries)
        {
            var verdict = Verdicts.Value[query];
            Assert.That(verdict.Problems, Is.Empty, query);
            var parsed = KustoQuery.Parse(query);
            // We read int as long.
            Assert.That(
                parsed.Columns.Zip(parsed.Types.Select(LanguageService.TypeName)),
                Is.EqualTo(verdict.Columns.Select(c => (c.Name, c.Type == "int" ? "long" : c.Type))), query);
        }
    });

    private static IEnumerable<string> Cases(Type specs, string method) =>
        specs.GetMethod(method)!.GetCustomAttributes<TestCaseAttribute>().Select(a => (string)a.Arguments[0]!);
}
