using Newtonsoft.Json;
using PolicyGen.ArmEmulator.Hosting;

namespace PolicyGen.ArmEmulator.Estates;

/// <summary>Makes the estate that the command line names.</summary>
internal static class EstateFactory
{
    /// <exception cref="EstateException">The file cannot be used.</exception>
    public static Estate Make(EmulatorOptions options, RenderedLibrary library, DateTimeOffset now)
    {
        var estate = Named(options, library, now);
        if (options.Settings is { } file)
            Overrule(estate.Settings, file);
        return estate;
    }

    private static Estate Named(EmulatorOptions options, RenderedLibrary library, DateTimeOffset now) => options.Estate switch
    {
        "small" => new EstateReader(library, now).Read(Path.Combine(AppContext.BaseDirectory, "estates", "small.json")),
        "large" => LargeEstate.Make(library, now, options.States, options.Violations),
        _ => new EstateReader(library, now).Read(options.Estate),
    };

    private static void Overrule(EmulatorSettings settings, string file)
    {
        try
        {
            JsonConvert.PopulateObject(File.ReadAllText(file), settings, new JsonSerializerSettings { MissingMemberHandling = MissingMemberHandling.Error });
        }
        catch (Exception exception) when (exception is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new EstateException($"{file}: {exception.Message}");
        }
    }
}
