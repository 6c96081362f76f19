using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using NUnit.Framework;
using PolicyGen.ArmEmulator.Kusto;

namespace PolicyGen.Tests.ArmEmulator;

public class KustoPropertySpecs
{
    private static readonly Config Many = Config.QuickThrowOnFailure.WithMaxTest(3000);

    private static readonly string[] Pieces =
    [
        "resources", "policyresources", "|", "where", "project", "extend", "summarize", "by", "order", "join", "kind=inner", "union", "mv-expand", "top", "take",
        "distinct", "count", "(", ")", "[", "]", ",", ".", "..", "==", "!=", "=~", "!~", "<", ">=", "+", "-", "*", "/", "%", "=", "!", "~", "in", "!in~", "has", "between",
        "and", "or", "not(", "count()", "max(", "arg_max(", "tostring(", "iff(", "bin(", "split(", "matches regex", "id", "properties", "zones", "name", "x", "asc", "on",
        "$left", "$right", "'a'", "\"b\"", "@'c'", "1", "2.5", "0x", "1d", "true", "dynamic(", "[1]", "datetime(", "2026-01-01)", "long(null)", "to typeof(string)",
        "limit 2", "//", "\n", "\\", "日本", "😀", "\0",
    ];

    [Test]
    public void Whatever_is_written_is_a_query_or_a_kusto_exception() => Check.One(Many, Prop.ForAll(
        Gen.Elements(Pieces).ListOf().Resize(20).Select(p => string.Join(' ', p)).ToArbitrary(), Holds));

    [Test]
    public void Whatever_follows_a_good_beginning_is_a_query_or_a_kusto_exception() => Check.One(Many, Prop.ForAll(
        (from operation in Gen.Elements("where", "project", "extend x =", "summarize", "summarize count() by", "order by", "mv-expand", "join kind=inner (resourcecontainers) on", "union")
         from rest in Gen.Elements(Pieces).ListOf().Resize(10)
         select $"resources | {operation} {string.Join(' ', rest)}").ToArbitrary(), Holds));

    [Test]
    public void Any_text_is_a_query_or_a_kusto_exception() => Check.One(Many, Prop.ForAll(ArbMap.Default.ArbFor<string?>(), text => Holds("resources | where " + text)));

    [Test]
    public void A_text_is_read_as_it_was_quoted() => Check.One(Many, Prop.ForAll(ArbMap.Default.ArbFor<NonNull<string>>(), text =>
    {
        var quoted = "'" + string.Concat(text.Get.Select(c => c is '\'' or '\\' || char.IsControl(c) || c > 126 ? $"\\u{(int)c:x4}" : c.ToString())) + "'";
        Assert.That(Value(quoted), Is.EqualTo(text.Get));
        if (!text.Get.AsSpan().ContainsAny('\n', '\r'))
            Assert.That(Value($"@\"{text.Get.Replace("\"", "\"\"", StringComparison.Ordinal)}\""), Is.EqualTo(text.Get));
    }));

    [Test]
    public void A_number_is_read_as_it_was_written() => Check.One(Many, Prop.ForAll(ArbMap.Default.ArbFor<long>(), ArbMap.Default.ArbFor<NormalFloat>(), (whole, real) =>
    {
        Assert.That(Value(Positive(whole).ToString(CultureInfo.InvariantCulture)), Is.EqualTo(Positive(whole)));
        Assert.That(Value($"tolong(tostring({Positive(whole)}))"), Is.EqualTo(Positive(whole)));
        Assert.That(Value($"real({real.Get.ToString("R", CultureInfo.InvariantCulture)})"), Is.EqualTo(real.Get));
    }));

    [Test]
    public void A_time_is_read_as_it_was_written() => Check.One(Many, Prop.ForAll(ArbMap.Default.ArbFor<DateTime>(), time =>
    {
        var utc = DateTime.SpecifyKind(time, DateTimeKind.Utc);
        Assert.That(Value($"datetime({utc:O})"), Is.EqualTo(utc));
        Assert.That(Value($"todatetime(tostring(datetime({utc:O})))"), Is.EqualTo(utc));
    }));

    [Test]
    public void Sorting_keeps_every_row_and_puts_none_before_a_smaller_one() => Check.One(Many, Prop.ForAll(ArbMap.Default.ArbFor<int[]>(), numbers =>
    {
        var rows = numbers.Select(n => new JsonBag(new Newtonsoft.Json.Linq.JObject { ["properties"] = new Newtonsoft.Json.Linq.JObject { ["n"] = n } }));
        var sorted = KustoQuery.Parse("resources | project n = tolong(properties.n) | sort by n asc").Execute(_ => rows, KustoTable.Now).Select(r => (long)r["n"]!);
        Assert.That(sorted, Is.EqualTo(numbers.Order().Select(n => (long)n)));
    }));

    private static long Positive(long number) => number == long.MinValue ? 0 : Math.Abs(number);

    private static object? Value(string expression) => KustoTable.Rows($"resources | take 1 | project x = {expression}").Single()["x"];

    private static bool Holds(string query)
    {
        try
        {
            _ = KustoTable.Run(query);
        }
        catch (KustoException e)
        {
            return e.Position >= 0 && e.Position <= query.Length;
        }

        return true;
    }
}
