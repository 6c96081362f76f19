using System.Globalization;
using PolicyGen.Diagnostics;

namespace PolicyGen.Resources.Exports;

/// <summary>
/// Reports elements that are left out, the first ones each by itself and the others by their number: a hostile file must
/// not fill the memory with messages. What is reported does not depend on the order in which pieces are parsed.
/// </summary>
internal sealed class ElementFaults(ExportSource source, DiagnosticBag diagnostics, int max)
{
    private int _count;
    private int _firstHidden;

    /// <summary>Reports an element.</summary>
    public void Add(string fault, int line, int column = 0)
    {
        if (++_count <= max)
            source.ReportElement(diagnostics, $"The resource is left out. {fault}", line, column);
        else if (_count == max + 1)
            _firstHidden = line;
    }

    /// <summary>Reports how many there are besides.</summary>
    public void Finish()
    {
        if (_count > max)
            source.ReportElement(diagnostics, string.Create(CultureInfo.InvariantCulture, $"From here on, {_count - max} more resources are left out for such reasons."), _firstHidden, 0);
    }
}
