using PolicyGen.Diagnostics;

namespace PolicyGen.Linting;

/// <summary>Places in policies/library.json of what is loaded without its line.</summary>
internal static class VocabularyLocations
{
    private const string File = "policies/library.json";

    /// <summary>A signal.</summary>
    public static SourceLocation Signal(string name) => new(File, JsonPath: "signals." + name);

    /// <summary>An area.</summary>
    public static SourceLocation Area(string name) => new(File, JsonPath: "areas." + name);
}
