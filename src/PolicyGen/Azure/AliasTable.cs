using System.IO.Compression;
using System.Text;

namespace PolicyGen.Azure;

/// <summary>One policy alias: a name for a resource property that policy conditions can use.</summary>
/// <param name="Name">The full name, for example <c>Microsoft.Storage/storageAccounts/sku.name</c>.</param>
/// <param name="Path">
/// The default path inside the resource (<c>properties.networkAcls.defaultAction</c>), or null where only the name is
/// known, from a built-in definition newer than the table.
/// </param>
public readonly record struct PolicyAlias(string Name, string? Path);

/// <summary>
/// The aliases that Azure Policy knows, by resource type. Names are compared without regard to case, as Azure does.
/// Source: <c>az provider list --expand resourceTypes/aliases</c> of May 2024 and the aliases that Microsoft's built-in
/// definitions of April 2026 use; docs/azure-data.md says how to renew it.
/// </summary>
public sealed class AliasTable
{
    // Text: one "#type" line for each resource type, then "property[TAB path]" lines. A path is left out where it is
    // "properties." + property, and "?" where it is unknown. Parsed type by type, since a run meets only a few.
    private readonly string _text;
    private readonly Dictionary<string, (int Start, int End)> _types = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, Dictionary<string, PolicyAlias>> _parsed = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, PolicyAlias> _additional = new(StringComparer.OrdinalIgnoreCase);
    private readonly Lock _lock = new();

    private AliasTable(string text)
    {
        _text = text;
        var position = 0;
        while (position < text.Length)
        {
            var line = text.AsSpan(position);
            var length = line.IndexOf('\n');
            var start = position + length + 1;
            var next = text.IndexOf("\n#", start - 1, StringComparison.Ordinal);
            var end = next < 0 ? text.Length : next + 1;
            _types[new string(line[1..length])] = (start, end);
            position = end;
        }
    }

    /// <summary>Reads the table that ships with PolicyGen.</summary>
    public static AliasTable Load() => new(EmbeddedData.ReadBrotli("aliases.br"));

    /// <summary>Reads a table from its uncompressed text.</summary>
    internal static AliasTable FromText(string text) => new(text);

    /// <summary>
    /// Adds aliases from a user's table, one <c>alias TAB path</c> on a line; lines that start with <c>#</c> are comments.
    /// </summary>
    public void Add(TextReader table)
    {
        ArgumentNullException.ThrowIfNull(table);
        while (table.ReadLine() is { } line)
        {
            if (line.Length == 0 || line[0] == '#')
                continue;
            var tab = line.IndexOf('\t', StringComparison.Ordinal);
            var alias = tab < 0 ? new PolicyAlias(line, null) : new PolicyAlias(line[..tab], line[(tab + 1)..]);
            _additional[alias.Name] = alias;
        }
    }

    /// <summary>True when the table has at least one alias for the type.</summary>
    public bool HasType(string resourceType) => _types.ContainsKey(resourceType);

    /// <summary>Finds an alias by its full name.</summary>
    public bool TryGet(string name, out PolicyAlias alias)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (_additional.TryGetValue(name, out alias))
            return true;
        // The property may hold a slash of its own, so every split is tried, the longest type first.
        for (var slash = name.LastIndexOf('/'); slash > 0; slash = name.LastIndexOf('/', slash - 1))
        {
            if (ForType(name[..slash]) is { } aliases && aliases.TryGetValue(name[(slash + 1)..], out alias))
                return true;
        }

        alias = default;
        return false;
    }

    /// <summary>
    /// The resource type that an alias belongs to, as the table spells it, or null when the alias is unknown.
    /// </summary>
    public string? TypeOf(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        for (var slash = name.LastIndexOf('/'); slash > 0; slash = name.LastIndexOf('/', slash - 1))
        {
            var type = name[..slash];
            if (ForType(type) is { } aliases && aliases.ContainsKey(name[(slash + 1)..]))
                return type;
        }

        return _additional.ContainsKey(name) && name.LastIndexOf('/') is > 0 and var last ? name[..last] : null;
    }

    /// <summary>
    /// Every resource type that has an alias of the name, with its path there; null where the path is not known. A type
    /// without a slash is a provider and stands for all its types (<c>Microsoft.Compute/imagePublisher</c>).
    /// </summary>
    public IReadOnlyList<(string Type, string? Path)> Targets(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var targets = new List<(string Type, string? Path)>();
        var isAdditional = _additional.TryGetValue(name, out var additional);
        for (var slash = name.LastIndexOf('/'); slash > 0; slash = name.LastIndexOf('/', slash - 1))
        {
            var type = name[..slash];
            if (ForType(type) is { } aliases && aliases.TryGetValue(name[(slash + 1)..], out var alias))
                targets.Add((type, isAdditional ? additional.Path : alias.Path));
        }

        // A user's table names no type. It is what stands before the property, and a property rarely has a slash.
        if (isAdditional && targets.Count == 0 && name.LastIndexOf('/') is > 0 and var last)
            targets.Add((name[..last], additional.Path));
        return targets;
    }

    /// <summary>The aliases of one resource type, in the order of the table; empty for an unknown type.</summary>
    public IReadOnlyCollection<PolicyAlias> OfType(string resourceType) =>
        ForType(resourceType) is { } aliases ? aliases.Values : [];

    private Dictionary<string, PolicyAlias>? ForType(string resourceType)
    {
        lock (_lock)
        {
            if (_parsed.TryGetValue(resourceType, out var aliases))
                return aliases;
            if (!_types.TryGetValue(resourceType, out var range))
                return null;

            aliases = new Dictionary<string, PolicyAlias>(StringComparer.OrdinalIgnoreCase);
            foreach (var line in _text.AsSpan(range.Start, range.End - range.Start).EnumerateLines())
            {
                if (line.IsEmpty)
                    continue;
                var tab = line.IndexOf('\t');
                var property = new string(tab < 0 ? line : line[..tab]);
                var path = tab < 0 ? "properties." + property : line[(tab + 1)..] is "?" ? null : new string(line[(tab + 1)..]);
                aliases[property] = new PolicyAlias($"{resourceType}/{property}", path);
            }

            return _parsed[resourceType] = aliases;
        }
    }
}

/// <summary>Data files compiled into the assembly.</summary>
internal static class EmbeddedData
{
    public static string ReadBrotli(string name)
    {
        using var stream = Open(name);
        using var brotli = new BrotliStream(stream, CompressionMode.Decompress);
        // A table is some ten times its compressed size: one buffer, one string.
        var bytes = new byte[stream.Length * 16];
        var length = brotli.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        while (length == bytes.Length)
        {
            Array.Resize(ref bytes, length * 2);
            length += brotli.ReadAtLeast(bytes.AsSpan(length), bytes.Length - length, throwOnEndOfStream: false);
        }

        return Encoding.UTF8.GetString(bytes, 0, length);
    }

    public static string ReadText(string name)
    {
        using var reader = new StreamReader(Open(name), Encoding.UTF8);
        return reader.ReadToEnd();
    }

    private static Stream Open(string name) =>
        typeof(EmbeddedData).Assembly.GetManifestResourceStream(name)
        ?? throw new InvalidOperationException($"The resource {name} is missing from the build.");
}
