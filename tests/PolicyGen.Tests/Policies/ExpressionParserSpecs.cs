using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using NUnit.Framework;
using PolicyGen.Policies.Expressions;

namespace PolicyGen.Tests.Policies;

public class ExpressionParserSpecs
{
    [TestCase("[parameters('effect')]", "[parameters('effect')]")]
    [TestCase("[ concat( parameters('x') ,'/y' ) ]", "[concat(parameters('x'), '/y')]")]
    [TestCase("[UTCNOW()]", "[UTCNOW()]")]
    [TestCase("[resourceGroup().tags[parameters('tagName')]]", "[resourceGroup().tags[parameters('tagName')]]")]
    [TestCase("[split(field('name'), '-')[0]]", "[split(field('name'), '-')[0]]")]
    [TestCase("[concat('it''s', '')]", "[concat('it''s', '')]")]
    [TestCase("[concat('a]b', '[c')]", "[concat('a]b', '[c')]")]
    [TestCase("[add(-1, +2)]", "[add(-1, 2)]")]
    [TestCase("[contoso.join('a').b.c]", "[contoso.join('a').b.c]")]
    [TestCase("['text']", "['text']")]
    [TestCase("[field('tags.日本語')]", "[field('tags.日本語')]")]
    [TestCase("[f(\n\t'a'\n)]", "[f('a')]")]
    public void An_expression_is_read_and_written_in_its_normal_form(string text, string normal)
    {
        var result = ExpressionParser.Parse(text);
        Assert.That(result.Error, Is.Null);
        Assert.That(ExpressionPrinter.Print(result.Expression!), Is.EqualTo(normal));
    }

    [TestCase("[]x]", 1)]
    [TestCase("[parameters('x']", 15)]
    [TestCase("[parameters(x)]", 13)]
    [TestCase("[parameters('x)]", 12)]
    [TestCase("[parameters(\"x\")]", 12)]
    [TestCase("[concat('a',)]", 12)]
    [TestCase("[concat(,'a')]", 8)]
    [TestCase("[concat('a' 'b')]", 12)]
    [TestCase("[f().]", 5)]
    [TestCase("[f()[]]", 5)]
    [TestCase("[f()[0]", 6)]
    [TestCase("[f()) ]", 4)]
    [TestCase("[f() g()]", 5)]
    [TestCase("[1.5]", 3)]
    [TestCase("[- 1]", 1)]
    [TestCase("[9223372036854775808]", 1)]
    [TestCase("[a & b]", 3)]
    [TestCase("literal", 0)]
    public void An_error_says_where_it_is(string text, int position)
    {
        var result = ExpressionParser.Parse(text);
        Assert.That(result.Expression, Is.Null);
        Assert.That(result.Error?.Position, Is.EqualTo(position), result.Error?.Message);
    }

    [TestCase("[x]", true)]
    [TestCase("[[x]", false)]
    [TestCase("[x", false)]
    [TestCase("[]", true)]
    [TestCase("[", false)]
    [TestCase("", false)]
    [TestCase(" [x]", false)]
    public void Only_a_text_from_bracket_to_bracket_is_an_expression(string text, bool isExpression) =>
        Assert.That(TemplateText.IsExpression(text), Is.EqualTo(isExpression));

    [TestCase("[[x]", "[x]")]
    [TestCase("[[x", "[[x")]
    [TestCase("x", "x")]
    [TestCase("", "")]
    public void A_doubled_bracket_stands_for_one(string text, string literal) =>
        Assert.That(TemplateText.Unescape(text), Is.EqualTo(literal));

    [TestCase(64, true)]
    [TestCase(65, false)]
    [TestCase(20_000, false)]
    public void Functions_nest_as_deep_as_Azure_takes_them(int depth, bool fits)
    {
        var text = "[" + string.Concat(Enumerable.Repeat("f(", depth)) + "'x'" + new string(')', depth) + "]";
        Assert.That(ExpressionParser.Parse(text).Expression is not null, Is.EqualTo(fits));
    }

    [TestCase("[0]")]
    [TestCase(".a")]
    public void A_chain_of_accesses_is_bounded(string access)
    {
        string Chain(int length) => "[f()" + string.Concat(Enumerable.Repeat(access, length)) + "]";
        Assert.That(ExpressionParser.Parse(Chain(128)).Error, Is.Null);
        Assert.That(ExpressionParser.Parse(Chain(1000)).Error, Is.Not.Null);
    }

    [Test]
    public void An_expression_is_as_long_as_Azure_takes_it()
    {
        string Long(int length) => "['" + new string('a', length - 4) + "']";
        Assert.That(ExpressionParser.Parse(Long(81_920)).Error, Is.Null);
        Assert.That(ExpressionParser.Parse(Long(81_921)).Error?.Message, Does.Contain("81921"));
    }

    [Test]
    public void Nodes_know_where_they_stand()
    {
        var positions = ExpressionParser.Parse("[concat( 'a', f().b[1])]").Expression!.SelfAndDescendants().Select(e => e.Position);
        Assert.That(positions, Is.EqualTo(new[] { 1, 9, 19, 17, 14, 20 }));
    }

    [Test]
    public void What_is_printed_is_read_as_the_same_again() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(500), Prop.ForAll(Expressions().ToArbitrary(), printed =>
        {
            var expression = ExpressionParser.Parse(printed).Expression;
            return expression is not null && ExpressionPrinter.Print(expression) == printed;
        }));

    [Test]
    public void Whatever_stands_between_brackets_gives_an_expression_or_an_error_within_it() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(2000), Prop.ForAll(Garbage().ToArbitrary(), text =>
        {
            var result = ExpressionParser.Parse(text);
            return result.Expression is null != result.Error is null
                && (result.Error is not { } error || error.Position >= 0 && error.Position < text.Length);
        }));

    [Test]
    public void A_function_is_found_whatever_its_letter_case() =>
        Assert.Multiple(() =>
        {
            Assert.That(PolicyFunctions.Find("REQUESTCONTEXT"), Is.EqualTo(FunctionAvailability.PolicyRule));
            Assert.That(PolicyFunctions.Find("listCallbackUrl"), Is.EqualTo(FunctionAvailability.TemplateOnly));
            Assert.That(PolicyFunctions.Find("Reference"), Is.EqualTo(FunctionAvailability.TemplateOnly));
            Assert.That(PolicyFunctions.Find("lower"), Is.EqualTo(FunctionAvailability.Unknown));
        });

    // Expressions as the printer writes them, built from the grammar and not from the parser.
    private static Gen<string> Expressions() => Gen.Sized(size => Expression(Math.Min(size, 12))).Select(e => $"[{e}]");

    private static Gen<string> Expression(int size)
    {
        var name = Gen.Elements("f", "parameters", "resourceGroup", "a1", "_x", "ns.fn");
        var text = Gen.Elements("", "x", "it's", "]", "[", "a, b", "'", "日本", "\n").Select(t => $"'{t.Replace("'", "''", StringComparison.Ordinal)}'");
        var number = Gen.Choose(-1000, 1000).Select(n => n.ToString(CultureInfo.InvariantCulture));
        if (size <= 0)
            return Gen.OneOf(text, number);

        var smaller = Expression(size / 3);
        var call = name.SelectMany(_ => Gen.Choose(0, 3).SelectMany(n => Gen.ListOf(smaller, n)), (f, arguments) => $"{f}({string.Join(", ", arguments)})");
        var property = call.SelectMany(_ => Gen.Elements("p", "tags", "_q2"), (target, p) => $"{target}.{p}");
        var index = call.SelectMany(_ => smaller, (target, i) => $"{target}[{i}]");
        return Gen.OneOf(text, number, call, property, index);
    }

    private static Gen<string> Garbage()
    {
        var piece = Gen.OneOf(
            Gen.Elements("f", "(", ")", "[", "]", ",", ".", "'", "''", "\"", "-", "1", " ", "a.b", "f(", "')", "\\", "\0", "\ud800", "日"),
            Gen.Choose(0, 0xFFFF).Select(c => ((char)c).ToString()));
        return Gen.ListOf(piece).Select(pieces => $"[{string.Concat(pieces)}]");
    }
}
