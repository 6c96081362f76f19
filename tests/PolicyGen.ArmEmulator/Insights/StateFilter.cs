using PolicyGen.ArmEmulator.Estates;

namespace PolicyGen.ArmEmulator.Insights;

/// <summary>
/// <c>$filter</c> of policyStates: eq, ne, gt, ge, lt, le, and, or, not, parentheses, in with a list, tolower, and
/// <c>'group' IN PolicyDefinitionGroupNames</c>. Texts are compared without case, as the service does.
/// </summary>
internal static class StateFilter
{
    private static readonly string[] Operators = ["eq", "ne", "gt", "ge", "lt", "le"];

    /// <exception cref="Http.ArmError">It cannot be understood.</exception>
    public static Func<PolicyState, bool> Parse(string text, string parameter = "$filter")
    {
        var lexer = new ODataLexer(text, parameter);
        var filter = Any(lexer);
        return lexer.AtEnd ? filter : throw lexer.Fail("the end is expected");
    }

    /// <summary>An expression up to where it ends.</summary>
    public static Func<PolicyState, bool> Any(ODataLexer lexer)
    {
        var left = All(lexer);
        while (lexer.TakeWord("or"))
        {
            var (a, b) = (left, All(lexer));
            left = s => a(s) || b(s);
        }
        return left;
    }

    private static Func<PolicyState, bool> All(ODataLexer lexer)
    {
        var left = One(lexer);
        while (lexer.TakeWord("and"))
        {
            var (a, b) = (left, One(lexer));
            left = s => a(s) && b(s);
        }
        return left;
    }

    private static Func<PolicyState, bool> One(ODataLexer lexer)
    {
        if (lexer.TakeWord("not"))
        {
            var inner = lexer.Nested(One);
            return s => !inner(s);
        }
        if (lexer.TakeMark('('))
        {
            var inner = lexer.Nested(Any);
            lexer.Expect(')');
            return inner;
        }
        return lexer.Current.Kind == ODataTokenKind.Text ? Group(lexer) : Comparison(lexer);
    }

    private static Func<PolicyState, bool> Group(ODataLexer lexer)
    {
        var group = lexer.Next().Value;
        lexer.ExpectWord("in");
        lexer.ExpectWord("policyDefinitionGroupNames");
        return s => s.Rule.Groups.Contains(group, StringComparer.OrdinalIgnoreCase);
    }

    private static Func<PolicyState, bool> Comparison(ODataLexer lexer)
    {
        var read = Operand(lexer);
        if (lexer.TakeWord("in"))
        {
            var values = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
            lexer.Expect('(');
            do
                values.Add(Literal(lexer));
            while (lexer.TakeMark(','));
            lexer.Expect(')');
            return s => values.Contains(read(s));
        }
        var operation = Operators.FirstOrDefault(lexer.TakeWord) ?? throw lexer.Fail("an operator (eq, ne, gt, ge, lt, le, in) is expected");
        var value = Literal(lexer);
        return operation switch
        {
            "eq" => s => Compare(read(s), value) == 0,
            "ne" => s => Compare(read(s), value) != 0,
            "gt" => s => Compare(read(s), value) > 0,
            "ge" => s => Compare(read(s), value) >= 0,
            "lt" => s => Compare(read(s), value) < 0,
            _ => s => Compare(read(s), value) <= 0,
        };
    }

    // Texts are compared without case, so tolower changes nothing.
    private static Func<PolicyState, string> Operand(ODataLexer lexer)
    {
        if (lexer.TakeWord("tolower"))
        {
            lexer.Expect('(');
            var inner = lexer.Nested(Operand);
            lexer.Expect(')');
            return inner;
        }
        var name = lexer.Current;
        var field = StateFields.Find(lexer.Name());
        if (field is not { } known || known.Name == "policyDefinitionGroupNames")
            throw lexer.Fail($"{name.Value} is no field that can be compared");
        return s => known.Read(s) switch { string text => text, bool flag => flag ? "true" : "false", _ => "" };
    }

    private static string Literal(ODataLexer lexer) =>
        lexer.Current.Kind is ODataTokenKind.Text or ODataTokenKind.Name ? lexer.Next().Value : throw lexer.Fail("a value is expected");

    private static int Compare(string a, string b) => string.Compare(a, b, StringComparison.OrdinalIgnoreCase);
}
