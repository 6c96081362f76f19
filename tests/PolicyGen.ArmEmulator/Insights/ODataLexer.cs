using PolicyGen.ArmEmulator.Http;

namespace PolicyGen.ArmEmulator.Insights;

/// <summary>What a token of an OData expression is.</summary>
internal enum ODataTokenKind
{
    Name,
    Text,
    Mark,
    End,
}

/// <summary>A token: a name or number, a text without its quotes, or a single character.</summary>
internal readonly record struct ODataToken(ODataTokenKind Kind, string Value, int Position);

/// <summary>Reads the tokens of <c>$filter</c>, <c>$apply</c> and their kin.</summary>
internal sealed class ODataLexer
{
    private const int MostNested = 64;

    private readonly string _text;
    private readonly string _parameter;
    private int _position;
    private int _depth;

    public ODataLexer(string text, string parameter)
    {
        (_text, _parameter) = (text, parameter);
        Next();
    }

    public ODataToken Current { get; private set; }

    public bool AtEnd => Current.Kind == ODataTokenKind.End;

    public ODataToken Next()
    {
        var before = Current;
        while (_position < _text.Length && char.IsWhiteSpace(_text[_position]))
            _position++;
        var start = _position;
        Current = start == _text.Length ? new ODataToken(ODataTokenKind.End, "", start)
            : _text[start] == '\'' ? Quoted()
            : IsName(_text[start]) ? Word()
            : new ODataToken(ODataTokenKind.Mark, _text[_position++].ToString(), start);
        return before;
    }

    public bool IsWord(string word) => Current.Kind == ODataTokenKind.Name && Current.Value.Equals(word, StringComparison.OrdinalIgnoreCase);

    public bool IsMark(char mark) => Current.Kind == ODataTokenKind.Mark && Current.Value[0] == mark;

    public bool TakeWord(string word)
    {
        var taken = IsWord(word);
        if (taken)
            Next();
        return taken;
    }

    public bool TakeMark(char mark)
    {
        var taken = IsMark(mark);
        if (taken)
            Next();
        return taken;
    }

    public void Expect(char mark)
    {
        if (!TakeMark(mark))
            throw Fail($"'{mark}' is expected");
    }

    public void ExpectWord(string word)
    {
        if (!TakeWord(word))
            throw Fail($"'{word}' is expected");
    }

    /// <summary>Reads something within something else; what is nested too deeply is refused.</summary>
    public T Nested<T>(Func<ODataLexer, T> read)
    {
        if (++_depth > MostNested)
            throw Fail("it is nested too deeply");
        var result = read(this);
        _depth--;
        return result;
    }

    public string Name() => Current.Kind == ODataTokenKind.Name ? Next().Value : throw Fail("a name is expected");

    public ArmError Fail(string problem) =>
        ArmError.BadRequest("InvalidParameter", $"The value of {_parameter} is not supported: {problem} at position {Current.Position} of \"{_text}\".");

    private ODataToken Word()
    {
        var start = _position;
        while (_position < _text.Length && IsName(_text[_position]))
            _position++;
        return new ODataToken(ODataTokenKind.Name, _text[start.._position], start);
    }

    // A quote within a text is written twice.
    private ODataToken Quoted()
    {
        var start = _position;
        var end = start + 1;
        while (end < _text.Length && (_text[end] != '\'' || (end + 1 < _text.Length && _text[end + 1] == '\'')))
            end += _text[end] == '\'' ? 2 : 1;
        _position = Math.Min(end + 1, _text.Length);
        return end < _text.Length
            ? new ODataToken(ODataTokenKind.Text, _text[(start + 1)..end].Replace("''", "'", StringComparison.Ordinal), start)
            : throw ArmError.BadRequest("InvalidParameter", $"The value of {_parameter} is not supported: a text that begins at position {start} does not end.");
    }

    private static bool IsName(char c) => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or ':' or '.' or '$' or '@';
}
