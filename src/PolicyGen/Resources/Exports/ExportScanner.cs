using System.Text;
using PolicyGen.Data;

namespace PolicyGen.Resources.Exports;

/// <summary>
/// Finds the resources of an export, one after the other, whatever is around them (<see cref="ExportSource"/> lists the
/// forms). Only the grammar is checked; an element is parsed later, if at all.
/// </summary>
internal sealed class ExportScanner
{
    private readonly JsonBytes _bytes;
    private readonly bool _lines;
    private readonly JsonScanner _json;
    private readonly ExportEnvelope _envelope = new();
    private readonly ElementScanner _elements;
    private Place _place = Place.BetweenRoots;
    private bool _isFirst;
    private bool _isInData;
    private long _rootOffset;
    private int _rootLine;
    private bool _anyRoot;

    public ExportScanner(JsonBytes bytes, bool lines)
    {
        (_bytes, _lines) = (bytes, lines);
        _json = new JsonScanner(bytes, lines);
        _elements = new ElementScanner(_json);
    }

    private enum Place
    {
        BetweenRoots,
        InObject,
        InList,
        AtEnd,
    }

    /// <summary>What stopped the scan; null when it went to the end of the file.</summary>
    public string? Fault { get; private set; }

    /// <summary>Reasons why resources are missing that the export itself gives, with their lines.</summary>
    public IReadOnlyList<(string Reason, int Line)> Missing => _envelope.Missing;

    /// <summary>What the elements are that come now.</summary>
    public ExportForm Form => _envelope.Form;

    /// <summary>The next element; false at the end or at a fault of the structure.</summary>
    public bool MoveNext(out ExportElement element)
    {
        element = default;
        while (_place != Place.AtEnd)
        {
            var found = false;
            var going = _place switch
            {
                Place.BetweenRoots => BeginRoot(),
                Place.InList => NextInList(out element, out found),
                _ => NextInObject(out element, out found),
            };
            if (found)
                return true;
            if (going)
                continue;

            if (_lines && _anyRoot)
            {
                // A line that is malformed says nothing about the next.
                element = new ExportElement(_rootOffset, 0, _bytes.Line, null, ElementState.Faulty, _json.Fault, false);
                _json.SkipLine();
                _place = Place.BetweenRoots;
                return true;
            }

            Fault = _json.Fault;
            _place = Place.AtEnd;
        }

        return false;
    }

    private bool BeginRoot()
    {
        var next = _json.Peek(between: true);
        if (next < 0)
        {
            _place = Place.AtEnd;
            return _anyRoot || _json.Fail("The file is empty.");
        }

        (_rootOffset, _rootLine) = (_bytes.Offset, _bytes.Line);
        _anyRoot = true;
        _isFirst = true;
        _isInData = false;
        _envelope.Begin();
        _json.HasSurrogate = false;
        _json.Depth = 1;
        _bytes.Advance(1);
        _place = next == '{' ? Place.InObject : Place.InList;
        return next is '{' or '[' || _json.Fail("Here should stand an object or an array.");
    }

    private bool NextInList(out ExportElement element, out bool found)
    {
        element = default;
        found = false;
        var next = _json.Peek();
        if (next == ']')
        {
            _bytes.Advance(1);
            _isFirst = false;
            _place = _envelope.IsWrapped ? Place.InObject : Place.BetweenRoots;
            return true;
        }

        if (!_isFirst)
        {
            if (next != ',')
                return _json.FailAfterValue(next, isObject: false);
            _bytes.Advance(1);
            next = _json.Peek();
        }

        _isFirst = false;
        found = _elements.Scan(next, _envelope.TypeColumn, out element);
        if (found)
            _envelope.Count++;
        return found;
    }

    // The root object, or "data" in it: a resource of its own, or what is around a list.
    private bool NextInObject(out ExportElement element, out bool found)
    {
        element = default;
        found = false;
        var next = _json.Peek();
        if (next == '}')
        {
            _bytes.Advance(1);
            _isFirst = false;
            if (_isInData)
            {
                _isInData = false;
                return true;
            }

            _place = Place.BetweenRoots;
            _envelope.End(_bytes.Line);
            found = !_envelope.IsWrapped;
            element = found ? _envelope.Root.Element(_rootOffset, _bytes.Offset - _rootOffset, _rootLine, _json) : default;
            return true;
        }

        if (!_isFirst)
        {
            if (next != ',')
                return _json.FailAfterValue(next, isObject: true);
            _bytes.Advance(1);
        }

        _isFirst = false;
        if (!_json.CaptureText())
            return false;
        var isType = _envelope.Root.IsType(_json);
        var name = Encoding.UTF8.GetString(_json.Captured);
        if (!_json.TakeColon())
            return false;
        next = _json.Peek();
        if (!_isInData && isType)
            return _elements.ScanType(ref _envelope.Root);
        if (next == '[' && _envelope.IsList(name, _isInData))
        {
            _bytes.Advance(1);
            _isFirst = true;
            _place = Place.InList;
            return true;
        }

        if (next == '{' && !_isInData && _envelope.IsData(name))
        {
            _bytes.Advance(1);
            _isFirst = true;
            _isInData = true;
            return true;
        }

        return next == '[' && name == "columns" ? ScanColumns() : ScanEnvelopeValue(name, next);
    }

    private bool ScanColumns()
    {
        // [{"name": "id", "type": "string"}, …]: small, but of foreign make, so that it is parsed as an element is.
        var start = _bytes.Offset;
        if (!_json.SkipValue(1))
            return false;
        var length = _bytes.Offset - start;
        return length <= JsonText.MaxBytes && _envelope.ReadColumns(_bytes.ReadAgain(start, (int)length))
            || _json.Fail("The columns of the table are malformed.");
    }

    private bool ScanEnvelopeValue(string name, int next)
    {
        if (next == '"')
        {
            if (!_json.CaptureText())
                return false;
            _envelope.AddText(name, Encoding.UTF8.GetString(_json.Captured), _bytes.Line);
            return true;
        }

        var start = _bytes.Offset;
        if (!_json.SkipValue(1))
            return false;
        if (_bytes.Offset - start <= 20 && next is 't' or (>= '0' and <= '9') && ExportEnvelope.Matters(name))
            _envelope.AddText(name, Encoding.UTF8.GetString(_bytes.ReadAgain(start, (int)(_bytes.Offset - start))), _bytes.Line);
        return true;
    }
}
