using System.Text;

namespace PolicyGen.Resources.Exports;

/// <summary>Gives one text for the same type each time: there are far fewer types than resources.</summary>
internal sealed class TypeNames
{
    // A file with more has made them up.
    private const int Max = 10_000;

    private readonly Dictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> _known =
        new Dictionary<string, string>(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();

    public string Get(ReadOnlySpan<byte> utf8)
    {
        Span<char> chars = stackalloc char[JsonScanner.MaxCapture];
        var name = chars[..Encoding.UTF8.GetChars(utf8, chars)];
        if (_known.TryGetValue(name, out var known))
            return known;
        var text = ResourceTypes.Normalize(name.ToString());
        if (_known.Dictionary.Count < Max)
            _known.Dictionary.Add(name.ToString(), text);
        return text;
    }
}
