using System.Globalization;
using System.Text;
using Newtonsoft.Json.Linq;
using PolicyGen.Data;
using PolicyGen.Policies;

namespace PolicyGen.Resources.Exports;

/// <summary>What the elements of an export are.</summary>
/// <param name="Columns">Names of the columns where they are rows; null where they are objects.</param>
/// <param name="IsGraph">True for rows or objects of Azure Resource Graph.</param>
internal sealed record ExportForm(IReadOnlyList<string>? Columns, bool IsGraph)
{
    /// <summary>Objects, as ARM has them.</summary>
    public static ExportForm Plain { get; } = new(null, false);
}

/// <summary>
/// What stands around a list of resources: <c>{"value": […], "nextLink": …}</c> of ARM,
/// <c>{"data": […] or {"columns": […], "rows": […]}, "$skipToken": …, "totalRecords": …}</c> of Azure Resource Graph
/// (MicrosoftDocs/azure-docs, governance/resource-graph/concepts/work-with-data.md), and az's spelling of both.
/// </summary>
internal sealed class ExportEnvelope
{
    private const int MaxMissing = 100;

    private readonly List<(string Reason, int Line)> _missing = [];
    private bool _hasId;
    private long? _total;
    private bool _hasMore;

    /// <summary>The root object's own members, in case that it is itself a resource.</summary>
    public SeenMembers Root;

    /// <summary>True once a list was found in the root object.</summary>
    public bool IsWrapped { get; private set; }

    /// <summary>Number of elements of the list.</summary>
    public long Count { get; set; }

    /// <summary>What the elements are.</summary>
    public ExportForm Form { get; private set; } = ExportForm.Plain;

    /// <summary>Number of the column with the type.</summary>
    public int? TypeColumn { get; private set; }

    /// <summary>Why resources are missing, with the line that says it.</summary>
    public IReadOnlyList<(string Reason, int Line)> Missing => _missing;

    /// <summary>A root value begins.</summary>
    public void Begin()
    {
        Root = default;
        IsWrapped = _hasId = _hasMore = false;
        _total = null;
        TypeColumn = null;
        Form = ExportForm.Plain;
        Count = 0;
    }

    /// <summary>A root object ends.</summary>
    public void End(int line)
    {
        if (IsWrapped && _hasId && Root.Types > 0)
            AddMissing(("It is both a resource and a list of resources; only the list was read.", line));
        if (IsWrapped && !_hasMore && _total > Count)
            AddMissing((string.Create(CultureInfo.InvariantCulture, $"The query found {_total} records, and only {Count} are in the file."), line));
    }

    /// <summary>True when an array of that name is the list.</summary>
    public bool IsList(string name, bool inData)
    {
        var isList = name is "rows" || !inData && name is "value" or "data" or "resources";
        if (!isList || _hasId && Root.Types > 0 || inData && name != "rows")
            return false;
        IsWrapped = true;
        if (name is "data" or "rows")
            Form = Form with { IsGraph = true };
        return true;
    }

    /// <summary>True when an object of that name holds a table.</summary>
    public bool IsData(string name) => name == "data" && !(_hasId && Root.Types > 0);

    /// <summary>True when a member says how much there is.</summary>
    public static bool Matters(string name) => name is "resultTruncated" or "result_truncated" or "totalRecords" or "total_records";

    /// <summary>Notes a text member, or the text of another one that matters.</summary>
    public void AddText(string name, string value, int line)
    {
        switch (name)
        {
            case "id":
                _hasId = true;
                break;
            case "nextLink" or "@odata.nextLink" or "$skipToken" or "skipToken" or "skip_token" when value.Length > 0:
                _hasMore = true;
                AddMissing(($"There are more pages: {name} is set.", line));
                break;
            case "resultTruncated" or "result_truncated" when value.Equals("true", StringComparison.OrdinalIgnoreCase):
                _hasMore = true;
                AddMissing(("Resource Graph says that the result is truncated.", line));
                break;
            case "totalRecords" or "total_records" when long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var total):
                _total = total;
                break;
        }
    }

    // As many pages as a hostile file likes, each with a link to the next.
    private void AddMissing((string Reason, int Line) missing)
    {
        if (_missing.Count < MaxMissing)
            _missing.Add(missing);
    }

    /// <summary>Reads the columns of a table.</summary>
    public bool ReadColumns(byte[] json)
    {
        if (JsonText.Parse(Encoding.UTF8.GetString(json), "", []) is not JArray columns)
            return false;
        var names = columns.Select(c => (c as JObject)?.Find("name") is JValue { Value: string name } ? name : null).ToList();
        if (names.Contains(null) || names.Distinct(StringComparer.OrdinalIgnoreCase).Count() < names.Count)
            return false;
        Form = Form with { Columns = [.. names.Select(n => n!)] };
        TypeColumn = names.FindIndex(n => n!.Equals("type", StringComparison.OrdinalIgnoreCase)) is >= 0 and var at ? at : int.MaxValue;
        return true;
    }
}
