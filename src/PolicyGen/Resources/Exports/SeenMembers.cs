using PolicyGen.Data;

namespace PolicyGen.Resources.Exports;

/// <summary>What was seen of an element's own members.</summary>
internal struct SeenMembers
{
    /// <summary>Number of members named type, in any letter case.</summary>
    public int Types;

    /// <summary>The type, where it is written plainly.</summary>
    public string? Type;

    /// <summary>True when a name or the type is written such that only parsing tells it.</summary>
    public bool IsOpaque;

    /// <summary>What is wrong; null when nothing is.</summary>
    public string? Fault;

    /// <summary>True when the name that was just captured is "type".</summary>
    public bool IsType(JsonScanner json)
    {
        IsOpaque |= json.IsCaptureOpaque;
        return !json.IsCaptureOpaque && json.Captured is [(byte)'t' or (byte)'T', (byte)'y' or (byte)'Y', (byte)'p' or (byte)'P', (byte)'e' or (byte)'E'];
    }

    /// <summary>The element.</summary>
    public readonly ExportElement Element(long offset, long length, int line, JsonScanner json)
    {
        var fault = Fault
            ?? (Types > 1 ? "It has two types." : null)
            ?? (json.Depth > JsonText.MaxDepth ? $"It nests deeper than {JsonText.MaxDepth} levels." : null)
            ?? (length > JsonText.MaxBytes ? $"It is larger than {JsonText.MaxBytes} bytes." : null);
        var state = fault is not null ? ElementState.Faulty : IsOpaque || Type is null ? ElementState.Opaque : ElementState.Typed;
        return new ExportElement(offset, length, line, state == ElementState.Typed ? Type : null, state, fault, json.HasSurrogate);
    }
}
