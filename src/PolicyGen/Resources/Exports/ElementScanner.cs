namespace PolicyGen.Resources.Exports;

/// <summary>Scans one element: where it ends, and its type.</summary>
internal sealed class ElementScanner(JsonScanner json)
{
    private readonly TypeNames _types = new();

    /// <summary>Scans the element that begins here.</summary>
    /// <param name="next">Its first byte.</param>
    /// <param name="typeColumn">Where the type is in a row; null when rows are not expected.</param>
    /// <param name="element">The element.</param>
    /// <returns>False at a fault of the grammar.</returns>
    public bool Scan(int next, int? typeColumn, out ExportElement element)
    {
        element = default;
        var (offset, line) = (json.Bytes.Offset, json.Bytes.Line);
        var seen = new SeenMembers();
        json.Depth = 1;
        json.HasSurrogate = false;
        if (next == '{')
        {
            json.Bytes.Advance(1);
            if (!ScanMembers(ref seen))
                return false;
        }
        else if (next == '[' && typeColumn is { } column)
        {
            json.Bytes.Advance(1);
            if (!ScanCells(column, ref seen))
                return false;
        }
        else
        {
            if (!json.SkipValue(1))
                return false;
            seen.Fault = next == '[' ? "It is a row, and no column for the type came before." : "It is not an object.";
        }

        element = seen.Element(offset, json.Bytes.Offset - offset, line, json);
        return true;
    }

    private bool ScanMembers(ref SeenMembers seen)
    {
        if (json.Peek() == '}')
        {
            json.Bytes.Advance(1);
            return true;
        }

        while (true)
        {
            if (!json.CaptureText())
                return false;
            var isType = seen.IsType(json);
            if (!json.TakeColon() || !(isType ? ScanType(ref seen) : json.SkipValue(1)))
                return false;
            var next = json.Peek();
            if (next != ',' && next != '}')
                return json.FailAfterValue(next, isObject: true);
            json.Bytes.Advance(1);
            if (next == '}')
                return true;
        }
    }

    private bool ScanCells(int typeColumn, ref SeenMembers seen)
    {
        for (var i = 0; ; i++)
        {
            if (i == 0 && json.Peek() == ']')
            {
                json.Bytes.Advance(1);
                return true;
            }

            if (!(i == typeColumn ? ScanType(ref seen) : json.SkipValue(1)))
                return false;
            var next = json.Peek();
            if (next != ',' && next != ']')
                return json.FailAfterValue(next, isObject: false);
            json.Bytes.Advance(1);
            if (next == ']')
                return true;
        }
    }

    /// <summary>Scans the value of the member named type.</summary>
    public bool ScanType(ref SeenMembers seen)
    {
        seen.Types++;
        if (json.Peek() != '"')
        {
            seen.IsOpaque = true;
            return json.SkipValue(1);
        }

        if (!json.CaptureText())
            return false;
        if (json.IsCaptureOpaque)
            seen.IsOpaque = true;
        else
            seen.Type = _types.Get(json.Captured);
        return true;
    }
}
