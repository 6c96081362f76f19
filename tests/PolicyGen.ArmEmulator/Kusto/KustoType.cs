namespace PolicyGen.ArmEmulator.Kusto;

/// <summary>The type of a column or an expression, known before a query runs. int is read as long.</summary>
public enum KustoType
{
    String,
    Long,
    Real,
    Bool,
    DateTime,
    TimeSpan,
    Dynamic,
}

internal static class KustoTypes
{
    /// <summary>The type of a name after <c>typeof</c> or before a literal in parentheses; null for any other name.</summary>
    public static KustoType? Named(string name) => name switch
    {
        "string" => KustoType.String,
        "int" or "long" => KustoType.Long,
        "real" or "double" => KustoType.Real,
        "bool" or "boolean" => KustoType.Bool,
        "datetime" or "date" => KustoType.DateTime,
        "timespan" or "time" => KustoType.TimeSpan,
        "dynamic" => KustoType.Dynamic,
        _ => null,
    };

    public static string Name(this KustoType type) => type.ToString().ToLowerInvariant();

    public static bool IsNumber(this KustoType type) => type is KustoType.Long or KustoType.Real;

    public static bool IsText(this KustoType type) => type is KustoType.String or KustoType.Dynamic;

    /// <summary>What stands where a row has no value: strings are empty, everything else is null.</summary>
    public static object? Missing(this KustoType type) => type == KustoType.String ? "" : null;
}
