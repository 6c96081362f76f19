using System.Globalization;
using System.Text;

namespace PolicyGen.ArmEmulator.Kusto;

/// <summary>Cuts a query into tokens. Literals such as <c>datetime(2026-01-01)</c> are one token, with their value.</summary>
internal sealed class KustoLexer(string text)
{
    // Longest first, so that a symbol is never read as the beginning of another.
    private static readonly string[] Symbols =
        ["==", "!=", "=~", "!~", "<=", ">=", "<>", "..", "|", "(", ")", "[", "]", "{", "}", ",", ".", "=", "<", ">", "+", "-", "*", "/", "%", "~", "!", ";", ":"];

    private int _at;

    public List<KustoToken> Read()
    {
        var tokens = new List<KustoToken>();
        while (SkipSpace())
            tokens.Add(Next());
        tokens.Add(new KustoToken(KustoTokenKind.End, "", text.Length, text.Length));
        return tokens;
    }

    private bool SkipSpace()
    {
        while (_at < text.Length)
        {
            if (text[_at] == '/' && Peek(1) == '/')
                _at = text.IndexOf('\n', _at) is >= 0 and var end ? end : text.Length;
            else if (char.IsWhiteSpace(text[_at]))
                _at++;
            else
                return true;
        }

        return false;
    }

    private char Peek(int ahead) => _at + ahead < text.Length ? text[_at + ahead] : '\0';

    private KustoToken Next()
    {
        var c = text[_at];
        if (c is '"' or '\'')
            return Text(_at, verbatim: false);
        if (c == '@' && Peek(1) is '"' or '\'')
            return Text(_at++, verbatim: true);
        if (char.IsAsciiDigit(c))
            return Number();
        if (char.IsAsciiLetter(c) || c is '_' or '$')
            return Name();

        foreach (var symbol in Symbols)
        {
            if (string.CompareOrdinal(text, _at, symbol, 0, symbol.Length) == 0)
            {
                _at += symbol.Length;
                return new KustoToken(KustoTokenKind.Symbol, symbol, _at - symbol.Length, _at);
            }
        }

        throw new KustoException($"The character U+{(int)c:X4} is not expected.", _at);
    }

    private KustoToken Name()
    {
        var start = _at++;
        while (_at < text.Length && (char.IsAsciiLetterOrDigit(text[_at]) || text[_at] == '_'))
            _at++;
        var name = text[start.._at];
        if (KustoTypes.Named(name) is { } type && Parenthesis() is >= 0 and var open)
            return Typed(name, type, start, open);
        return name is "true" or "false"
            ? new KustoToken(KustoTokenKind.Literal, name, start, _at, name == "true", KustoType.Bool)
            : new KustoToken(KustoTokenKind.Name, name, start, _at);
    }

    private int Parenthesis()
    {
        var at = _at;
        while (at < text.Length && char.IsWhiteSpace(text[at]))
            at++;
        return at < text.Length && text[at] == '(' ? at : -1;
    }

    // datetime(…), long(null), dynamic({…}): what stands in the parentheses is no expression.
    private KustoToken Typed(string name, KustoType type, int start, int open)
    {
        var depth = 0;
        var quote = '\0';
        for (var i = open; i < text.Length; i++)
        {
            var c = text[i];
            if (quote != '\0')
            {
                if (c == '\\')
                    i++;
                else if (c == quote)
                    quote = '\0';
                continue;
            }

            if (c is '"' or '\'')
                quote = c;
            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            if (depth > 0)
                continue;
            _at = i + 1;
            var value = KustoLiterals.Read(type, text[(open + 1)..i].Trim(), open + 1);
            return new KustoToken(KustoTokenKind.Literal, name, start, _at, value, type);
        }

        throw new KustoException($"The literal {name}(…) has no end.", start);
    }

    private KustoToken Text(int start, bool verbatim)
    {
        var quote = text[_at++];
        var result = new StringBuilder();
        while (_at < text.Length && text[_at] is not ('\n' or '\r'))
        {
            var c = text[_at++];
            if (c == quote)
            {
                if (!verbatim || Peek(0) != quote)
                    return new KustoToken(KustoTokenKind.Literal, "text", start, _at, result.ToString());
                _at++;
            }
            else if (c == '\\' && !verbatim)
            {
                c = Escape();
            }

            result.Append(c);
        }

        throw new KustoException("The text has no end.", start);
    }

    private char Escape()
    {
        var start = _at - 1;
        switch (_at < text.Length ? text[_at++] : '\0')
        {
            case '\\': return '\\';
            case '"': return '"';
            case '\'': return '\'';
            case 'n': return '\n';
            case 'r': return '\r';
            case 't': return '\t';
            case 'a': return '\a';
            case 'b': return '\b';
            case 'f': return '\f';
            case 'v': return '\v';
            case 'u' when Hex(4) is { } unit: return unit;
            case 'x' when Hex(2) is { } unit: return unit;
            default: throw new KustoException("The escape sequence is not known.", start);
        }
    }

    private char? Hex(int digits)
    {
        if (_at + digits > text.Length || !ushort.TryParse(text.AsSpan(_at, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var unit))
            return null;
        _at += digits;
        return (char)unit;
    }

    private KustoToken Number()
    {
        var start = _at;
        if (text[_at] == '0' && Peek(1) is 'x' or 'X')
        {
            _at += 2;
            while (char.IsAsciiHexDigit(Peek(0)))
                _at++;
            return long.TryParse(text.AsSpan(start + 2, _at - start - 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var hex)
                ? End(hex, KustoType.Long)
                : throw new KustoException("The number does not fit into 64 bits.", start);
        }

        var real = false;
        Digits();
        // 1..2 is a range.
        if (Peek(0) == '.' && Peek(1) != '.')
        {
            real = true;
            _at++;
            Digits();
        }

        if (Peek(0) is 'e' or 'E' && (char.IsAsciiDigit(Peek(1)) || Peek(1) is '+' or '-' && char.IsAsciiDigit(Peek(2))))
        {
            real = true;
            _at += 2;
            Digits();
        }

        var digits = text[start.._at];
        var unit = _at;
        while (char.IsAsciiLetter(Peek(0)))
            _at++;
        if (_at > unit)
        {
            return KustoLiterals.Span(double.Parse(digits, CultureInfo.InvariantCulture), text[unit.._at]) is { } span
                ? End(span, KustoType.TimeSpan)
                : throw new KustoException("The number ends in something that is no unit of time.", start);
        }

        if (char.IsAsciiLetterOrDigit(Peek(0)) || Peek(0) == '_')
            throw new KustoException("A name does not begin with a digit.", start);
        if (!real)
        {
            return long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                ? End(number, KustoType.Long)
                : throw new KustoException("The number does not fit into 64 bits.", start);
        }

        return End(double.Parse(digits, CultureInfo.InvariantCulture), KustoType.Real);

        KustoToken End(object value, KustoType type) => new(KustoTokenKind.Literal, text[start.._at], start, _at, value, type);

        void Digits()
        {
            while (char.IsAsciiDigit(Peek(0)))
                _at++;
        }
    }
}
