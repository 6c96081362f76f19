using NUnit.Framework;
using PolicyGen.ArmEmulator.Kusto;

namespace PolicyGen.Tests.ArmEmulator;

/// <summary>Operators do what they do in Kusto (learn.microsoft.com/kusto/query), within the limits of Resource Graph.</summary>
public class KustoQuerySpecs
{
    [TestCase("Resources | where subscriptionId == '1' | project name", "[{'name':'Vm'},{'name':'st'}]")]
    [TestCase("resources // all\n| where properties.size > 2\r\n| project name;", "[{'name':'Vm'}]")]
    [TestCase("resources | project name, n = strlen(name), properties.size | take 1", "[{'name':'Vm','n':2,'properties_size':3}]")]
    [TestCase("resources | take 1 | project tolower(name), tostring(tags.Env), zones[0], strlen(name), toint('1'), tolower(id)", "[{'Column1':'vm','tags_Env':'prod','zones_0':'1','strlen_name':2,'Column2':1,'Column3':'/s/1/vm'}]")]
    [TestCase("resources | take 1 | project name | extend name = 'x', y = name", "[{'name':'x','y':'Vm'}]")]
    [TestCase("resources | take 1 | project id, name, kind | project-away k*", "[{'id':'/s/1/Vm','name':'Vm'}]")]
    [TestCase("resources | take 1 | project-keep name, i*, z* | project-away identity, zones", "[{'id':'/s/1/Vm','name':'Vm'}]")]
    [TestCase("resources | take 1 | project id, name | project-rename n = name", "[{'id':'/s/1/Vm','n':'Vm'}]")]
    [TestCase("resources | project ['a b'] = name, ['kind'] | limit 1", "[{'a b':'Vm','kind':''}]")]
    [TestCase("resources | count", "[{'Count':4}]")]
    [TestCase("policyresources | count", "[{'Count':0}]")]
    [TestCase("resources | distinct location", "[{'location':'japaneast'},{'location':'japanwest'},{'location':'global'}]")]
    // Sorting: descending where nothing is said, and null is the smallest.
    [TestCase("resources | order by name | project name", "[{'name':'st'},{'name':'n'},{'name':'kv'},{'name':'Vm'}]")]
    [TestCase("resources | sort by name asc | project name", "[{'name':'Vm'},{'name':'kv'},{'name':'n'},{'name':'st'}]")]
    [TestCase("resources | sort by subscriptionId asc, name desc | project name", "[{'name':'st'},{'name':'Vm'},{'name':'n'},{'name':'kv'}]")]
    [TestCase("resources | project s = todouble(properties.size) | sort by s", "[{'s':3.0},{'s':1.5},{'s':null},{'s':null}]")]
    [TestCase("resources | project s = todouble(properties.size) | sort by s asc", "[{'s':null},{'s':null},{'s':1.5},{'s':3.0}]")]
    [TestCase("resources | project s = todouble(properties.size) | sort by s asc nulls last", "[{'s':1.5},{'s':3.0},{'s':null},{'s':null}]")]
    [TestCase("resources | top 2 by name asc | project name", "[{'name':'Vm'},{'name':'kv'}]")]
    // summarize
    [TestCase("resources | summarize count() by location", "[{'location':'japaneast','count_':2},{'location':'japanwest','count_':1},{'location':'global','count_':1}]")]
    [TestCase("resources | summarize n = count(), countif(properties.on == true) by subscriptionId", "[{'subscriptionId':'1','n':2,'countif_':1},{'subscriptionId':'2','n':2,'countif_':0}]")]
    [TestCase("resources | summarize count() by tostring(properties.state), l = tolower(location) | take 1", "[{'properties_state':'Running','l':'japaneast','count_':1}]")]
    [TestCase("resources | summarize max(name), min(name), dcount(location), sum(toint(properties.size)), avg(todouble(properties.size))", "[{'max_name':'st','min_name':'Vm','dcount_location':3,'sum_properties_size':4,'avg_properties_size':2.25}]")]
    [TestCase("resources | summarize make_set(location), make_list(location, 2)", "[{'set_location':['japaneast','japanwest','global'],'list_location':['japaneast','japanwest']}]")]
    [TestCase("resources | summarize make_list(properties.size)", "[{'list_properties_size':[3,1.5]}]")]
    [TestCase("resources | summarize take_any(name), any(location)", "[{'name':'Vm','any_location':'japaneast'}]")]
    [TestCase("resources | summarize arg_max(name, location, kind) by subscriptionId", "[{'subscriptionId':'1','name':'st','location':'japanwest','kind':'StorageV2'},{'subscriptionId':'2','name':'n','location':'global','kind':''}]")]
    [TestCase("resources | project name, subscriptionId, location | summarize arg_min(name, *) by subscriptionId", "[{'subscriptionId':'1','name':'Vm','location':'japaneast'},{'subscriptionId':'2','name':'kv','location':'japaneast'}]")]
    [TestCase("resources | summarize ratio = 100.0 * countif(location == 'japaneast') / count()", "[{'ratio':50.0}]")]
    [TestCase("resources | summarize by subscriptionId", "[{'subscriptionId':'1'},{'subscriptionId':'2'}]")]
    [TestCase("policyresources | summarize count(), sum(strlen(id)), max(id), make_set(id)", "[{'count_':0,'sum_strlen_id':0,'max_id':null,'set_id':[]}]")]
    [TestCase("policyresources | summarize count() by id", "[]")]
    // mv-expand: an empty array leaves no row, what is missing one.
    [TestCase("resources | mv-expand zones | project name, zones", "[{'name':'Vm','zones':'1'},{'name':'Vm','zones':'2'},{'name':'kv','zones':null},{'name':'n','zones':null}]")]
    [TestCase("resources | mv-expand g = properties.groups to typeof(string) | summarize count() by g", "[{'g':'a','count_':1},{'g':'b','count_':2},{'g':'c','count_':1},{'g':'','count_':1}]")]
    [TestCase("resources | where name == 'Vm' | mv-expand properties.groups limit 1 | project properties_groups", "[{'properties_groups':'a'}]")]
    [TestCase("resources | where name == 'Vm' | mv-expand tags | project tags", "[{'tags':{'Env':'prod'}}]")]
    // join
    [TestCase("resources | join kind=inner (resourcecontainers | project subscriptionId, sub = name) on subscriptionId | project name, sub, subscriptionId1", "[{'name':'Vm','sub':'One','subscriptionId1':'1'},{'name':'st','sub':'One','subscriptionId1':'1'}]")]
    [TestCase("resources | join (resourcecontainers) on subscriptionId | project name, name1", "[{'name':'Vm','name1':'One'}]")]
    [TestCase("resources | join kind=leftouter (resourcecontainers | project s = subscriptionId, sub = name, p = properties) on $left.subscriptionId == $right.s | where name in ('Vm', 'kv') | project name, sub, p", "[{'name':'Vm','sub':'One','p':null},{'name':'kv','sub':'','p':null}]")]
    [TestCase("resourcecontainers | join kind=leftanti resources on subscriptionId | project name", "[{'name':'Three'}]")]
    // union
    [TestCase("resources | union resourcecontainers | summarize count() by subscriptionId", "[{'subscriptionId':'1','count_':3},{'subscriptionId':'2','count_':2},{'subscriptionId':'3','count_':1}]")]
    [TestCase("union resources, (resourcecontainers | project id, extra = 1) | count", "[{'Count':6}]")]
    [TestCase("resourcecontainers | project name | union (resources | take 1 | project name, n = 1)", "[{'name':'One','n':null},{'name':'Three','n':null},{'name':'Vm','n':1}]")]
    public void A_query_has_its_rows(string query, string expected) => Assert.That(KustoTable.Run(query), Is.EqualTo(expected));

    [TestCase("", 0)]
    [TestCase("|", 0)]
    [TestCase("nothing", 0)]
    [TestCase("securityresources", 0)]
    [TestCase("resources |", 11)]
    [TestCase("resources | render table", 12)]
    [TestCase("resources | project - away id", 27)]
    [TestCase("resources | project id | where name == 'x'", 31)]
    [TestCase("resources | project id, id", 24)]
    [TestCase("resources | project a = id, a = name", 32)]
    [TestCase("resources | project *", 20)]
    [TestCase("resources | project-away nope*", 25)]
    [TestCase("resources | project-rename id = name", 12)]
    [TestCase("resources | summarize count() by properties.a", 43)]
    [TestCase("resources | summarize name by location", 22)]
    [TestCase("resources | summarize", 21)]
    [TestCase("resources | order by properties.a", 31)]
    [TestCase("resources | distinct *", 12)]
    [TestCase("resources | top 5 by name, id", 25)]
    [TestCase("resources | join kind=fullouter (resources) on id", 22)]
    [TestCase("resources | join (resources) on properties", 32)]
    [TestCase("resources | join (resources) on $left.id == $left.id", 44)]
    [TestCase("resources | mv-expand id", 22)]
    [TestCase("resources | mv-expand zones limit 2001", 12)]
    [TestCase("let x = 1; resources", 4)]
    [TestCase("resources | count | where x", 26)]
    public void A_wrong_query_is_refused_where_it_is_wrong(string query, int position) =>
        Assert.That(() => KustoTable.Run(query), Throws.TypeOf<KustoException>().With.Property("Position").EqualTo(position));

    private static IEnumerable<TestCaseData> TooMuch()
    {
        yield return Case("length", $"resources | where id == '{new string('x', 100_000)}'");
        yield return Case("parentheses", $"resources | where {new string('(', 200)}true{new string(')', 200)}");
        yield return Case("calls", $"resources | where {string.Concat(Enumerable.Repeat("not(", 5000))}true{new string(')', 5000)}");
        yield return Case("members", $"resources | project x = properties{string.Concat(Enumerable.Repeat(".a", 20_000))}");
        yield return Case("sum", $"resources | project x = 1{string.Concat(Enumerable.Repeat("+1", 20_000))}");
        yield return Case("operators", $"resources{string.Concat(Enumerable.Repeat("|count", 10_000))}");
        yield return Case("queries", $"{string.Concat(Enumerable.Repeat("resources|union(", 20))}resources{new string(')', 20)}");
        yield return Case("json", $"resources | project x = dynamic({new string('[', 10_000)}{new string(']', 10_000)})");
        yield return Case("pattern", $"resources | where id matches regex '{new string('a', 2000)}'");
        yield return Case("automaton", "resources | where id matches regex '((a{0,100}){0,100}){0,100}'");
        yield return Case("joins", $"resources{string.Concat(Enumerable.Repeat(" | join kind=inner (resourcecontainers) on id", 4))}");
        yield return Case("legs", "resources | union resources, resources, resources, resources");
        yield return Case("expansions", $"resources{string.Concat(Enumerable.Repeat(" | mv-expand zones", 4))}");

        static TestCaseData Case(string name, string query) => new TestCaseData(query).SetArgDisplayNames(name);
    }

    [TestCaseSource(nameof(TooMuch))]
    public void A_query_that_asks_too_much_is_refused(string query) => Assert.That(() => KustoTable.Run(query), Throws.TypeOf<KustoException>());

    [Test]
    public void A_list_of_a_thousand_conditions_is_no_depth() =>
        Assert.That(KustoTable.Run($"resources | where {string.Join(" or ", Enumerable.Range(0, 1000).Select(i => $"name == '{i}'"))} or name == 'Vm' | count"), Is.EqualTo("[{'Count':1}]"));

    [Test]
    public void Rows_are_read_no_further_than_the_query_needs()
    {
        var read = 0;
        var rows = KustoQuery.Parse("resources | where properties.a == 1 | take 2 | project id").Execute(_ => Endless(), KustoTable.Now);
        Assert.That(rows.Count(), Is.EqualTo(2));
        Assert.That(read, Is.EqualTo(2));

        IEnumerable<IKustoBag> Endless()
        {
            while (true)
            {
                read++;
                yield return new Made();
            }
        }
    }

    [Test]
    public void A_regular_expression_finds_in_each_of_many_rows_what_is_in_that_row()
    {
        var rows = Enumerable.Range(0, 20_000).Select(i => new JsonBag(new Newtonsoft.Json.Linq.JObject { ["id"] = $"a{i % 12_000}b", ["properties"] = new Newtonsoft.Json.Linq.JObject { ["n"] = i % 12_000 } }));
        var wrong = KustoQuery.Parse("resources | where tolong(extract('[0-9]+', 0, id)) != tolong(properties.n) | count").Execute(_ => rows, KustoTable.Now);
        Assert.That(wrong.Single()["Count"], Is.EqualTo(0));
    }

    [Test]
    public void What_is_projected_last_is_computed_only_for_rows_that_are_shown()
    {
        var bags = Enumerable.Range(0, 10).Select(i => new Counted(9 - i)).ToArray();
        var rows = KustoQuery.Parse("resources | project id, properties.x | sort by id asc").Execute(_ => bags, KustoTable.Now);
        Assert.That(rows.Take(2).Select(r => r.ToJson().Count), Is.EqualTo(new[] { 2, 2 }));
        Assert.That(bags.Select(b => b.Asked), Is.EqualTo(new[] { 0, 0, 0, 0, 0, 0, 0, 0, 1, 1 }));
    }

    [Test]
    public void A_row_that_is_computed_is_asked_for_no_more_than_the_query_names()
    {
        var row = KustoQuery.Parse("resources | where properties.a == 1 | project properties.b, properties.c").Execute(_ => [new Made()], KustoTable.Now).Single();
        Assert.That(row.ToJson().ToString(Newtonsoft.Json.Formatting.None), Is.EqualTo("""{"properties_b":["x"],"properties_c":{"all":1}}"""));
    }

    /// <summary>A row of which every member but those above is a surprise.</summary>
    private sealed class Made : IKustoBag
    {
        public object? Get(string name) => name switch
        {
            "properties" => this,
            "a" => 1,
            "b" => new[] { "x" },
            "c" => new Whole(),
            "id" => "i",
            _ => throw new InvalidOperationException(name),
        };

        public Newtonsoft.Json.Linq.JToken ToJson() => throw new InvalidOperationException();
    }

    private sealed class Counted(int id) : IKustoBag
    {
        public int Asked { get; private set; }

        public object? Get(string name)
        {
            if (name == "id")
                return id.ToString(System.Globalization.CultureInfo.InvariantCulture);
            Asked++;
            return null;
        }

        public Newtonsoft.Json.Linq.JToken ToJson() => throw new InvalidOperationException();
    }

    private sealed class Whole : IKustoBag
    {
        public object? Get(string name) => null;

        public Newtonsoft.Json.Linq.JToken ToJson() => new Newtonsoft.Json.Linq.JObject { ["all"] = 1 };
    }
}
