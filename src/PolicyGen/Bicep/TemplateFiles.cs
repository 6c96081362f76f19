using System.Globalization;
using Newtonsoft.Json.Linq;
using PolicyGen.Data;
using PolicyGen.Diagnostics;

namespace PolicyGen.Bicep;

/// <summary>Reads template files within Azure's limits.</summary>
internal static class TemplateFiles
{
    /// <summary>Largest template, in bytes (azure-docs, azure-resource-manager/templates/best-practices.md, "Template limits").</summary>
    public const int MaxBytes = 4 * 1024 * 1024;

    /// <summary>Checks that a file is there and not too large.</summary>
    public static bool Check(string path, string name, DiagnosticBag diagnostics)
    {
        var file = new FileInfo(path);
        if (!file.Exists)
            diagnostics.Error("file-unreadable", "The file does not exist.", new SourceLocation(name));
        else if (file.Length > MaxBytes)
            TooLarge(file.Length, name, diagnostics);
        else
            return true;
        return false;
    }

    /// <summary>Reads the text of a template, which a user wrote or the compiler made.</summary>
    /// <returns>The template and its target scope, or null after adding a diagnostic.</returns>
    public static (JObject Template, string Scope)? Parse(string text, string name, DiagnosticBag diagnostics)
    {
        if (JsonText.StrictUtf8.GetByteCount(text) is var bytes and > MaxBytes)
        {
            TooLarge(bytes, name, diagnostics);
            return null;
        }

        if (JsonText.Parse(text, name, diagnostics) is not { } token)
            return null;
        if (token is JObject template && template["resources"] is JArray or JObject && TargetScopes.Of(template) is { } scope)
            return (template, scope);
        diagnostics.Error("template-invalid",
            "The file is no ARM template: it needs a '$schema' that names a deployment template of a resource group, subscription, management group or tenant, and 'resources'.", new SourceLocation(name));
        return null;
    }

    private static void TooLarge(long bytes, string name, DiagnosticBag diagnostics) =>
        diagnostics.Error("template-too-large", string.Create(CultureInfo.InvariantCulture, $"The template has {bytes} bytes; Azure takes at most {MaxBytes}. Divide it."), new SourceLocation(name));
}
