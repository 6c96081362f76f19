using System.Globalization;

namespace PolicyGen.ArmEmulator.Http;

/// <summary>Checks the parameter that every request to Azure Resource Manager must have.</summary>
internal static class ApiVersions
{
    /// <summary>Takes any version from 2016 on that is well formed, as the typed client of Azure chooses its own.</summary>
    public static string Any(EmulatorRequest request)
    {
        var version = request.Parameter("api-version");
        if (string.IsNullOrEmpty(version))
            throw ArmError.BadRequest("MissingApiVersionParameter", "The api-version query parameter (?api-version=) is required for all requests.");
        var dash = version.Length > 10 ? version.IndexOf('-', 10) : -1;
        var isDate = DateOnly.TryParseExact(version.AsSpan(0, Math.Min(10, version.Length)), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date);
        if (!isDate || date.Year < 2016 || (version.Length > 10 && dash != 10))
            throw ArmError.BadRequest("InvalidApiVersionParameter", $"The api-version '{version}' is invalid. The supported versions are those from '2016-01-01' on.");
        return version;
    }

    /// <summary>Takes only the versions of a type.</summary>
    public static void Of(EmulatorRequest request, string type, params ReadOnlySpan<string> supported)
    {
        var version = Any(request);
        foreach (var known in supported)
        {
            if (known.Equals(version, StringComparison.OrdinalIgnoreCase))
                return;
        }
        throw ArmError.BadRequest("NoRegisteredProviderFound", $"No registered resource provider found for API version '{version}' for type '{type}'. The supported api-versions are '{string.Join(", ", supported.ToArray())}'.");
    }
}
