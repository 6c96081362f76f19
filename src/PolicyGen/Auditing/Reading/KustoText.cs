using System.Globalization;
using System.Text;

namespace PolicyGen.Auditing.Reading;

/// <summary>Values in KQL (MicrosoftDocs/dataexplorer-docs, kusto/query/scalar-data-types/string.md). Nothing from outside gets into a query but through here.</summary>
internal static class KustoText
{
    /// <summary>A text literal in single quotes: no text can end it.</summary>
    public static string Literal(string value)
    {
        var text = new StringBuilder(value.Length + 2).Append('\'');
        foreach (var c in value)
        {
            if (c is '\'' or '\\')
                text.Append('\\').Append(c);
            else if (char.IsControl(c) || c is '\u2028' or '\u2029')
                text.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
            else
                text.Append(c);
        }

        return text.Append('\'').ToString();
    }

    /// <summary>Literals in brackets, for <c>in~</c>.</summary>
    /// <exception cref="ArgumentException">There is no value: such a query would not parse.</exception>
    public static string List(IEnumerable<string> values)
    {
        var list = string.Join(", ", values.Select(Literal));
        return list.Length > 0 ? $"({list})" : throw new ArgumentException("A list needs a value.", nameof(values));
    }
}
