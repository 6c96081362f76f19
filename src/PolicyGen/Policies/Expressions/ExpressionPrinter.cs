using System.Globalization;
using System.Text;

namespace PolicyGen.Policies.Expressions;

/// <summary>Writes an expression in one normal form: no white space except after a comma, text in single quotes.</summary>
public static class ExpressionPrinter
{
    /// <summary>The expression as it stands in a JSON string, brackets included. Parsing it gives the same tree again.</summary>
    public static string Print(Expression expression)
    {
        ArgumentNullException.ThrowIfNull(expression);
        var text = new StringBuilder("[");
        Append(text, expression);
        return text.Append(']').ToString();
    }

    private static void Append(StringBuilder text, Expression expression)
    {
        switch (expression)
        {
            case StringLiteral literal:
                text.Append('\'').Append(literal.Value.Replace("'", "''", StringComparison.Ordinal)).Append('\'');
                break;
            case IntegerLiteral literal:
                text.Append(literal.Value.ToString(CultureInfo.InvariantCulture));
                break;
            case FunctionCall call:
                text.Append(call.Name).Append('(');
                for (var i = 0; i < call.Arguments.Length; i++)
                {
                    if (i > 0)
                        text.Append(", ");
                    Append(text, call.Arguments[i]);
                }

                text.Append(')');
                break;
            case PropertyAccess access:
                Append(text, access.Target);
                text.Append('.').Append(access.Name);
                break;
            case IndexAccess access:
                Append(text, access.Target);
                text.Append('[');
                Append(text, access.Index);
                text.Append(']');
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(expression), "An expression of an unknown kind.");
        }
    }
}
