using System.Text;
using PolicyGen.Diagnostics;
using PolicyGen.Resources;
using PolicyGen.Tests.Support;

namespace PolicyGen.Tests.Resources;

/// <summary>Reads an export that is given as text or bytes.</summary>
internal static class ExportReading
{
    public static (List<ArmResource> Resources, DiagnosticBag Diagnostics, bool IsComplete) Read(
        string text, string name = "e.json", Func<string, bool>? wanted = null, int window = 1 << 20, int piece = 1 << 19) =>
        Read(Encoding.UTF8.GetBytes(text), name, wanted, window, piece);

    public static (List<ArmResource> Resources, DiagnosticBag Diagnostics, bool IsComplete) Read(
        byte[] bytes, string name = "e.json", Func<string, bool>? wanted = null, int window = 1 << 20, int piece = 1 << 19)
    {
        using var folder = new TempFolder();
        var path = folder.PathOf(name);
        File.WriteAllBytes(path, bytes);
        var diagnostics = new DiagnosticBag();
        var source = new ExportSource(path, name, window, piece);
        var resources = source.Read(diagnostics, CancellationToken.None).SelectMany(p => p.Parse(wanted, diagnostics)).ToList();
        return (resources, diagnostics, source.IsComplete);
    }

    /// <summary>A resource as ARM gives it.</summary>
    public static string Account(string name, string more = "") =>
        $$"""{"id": "/subscriptions/s/resourceGroups/g/providers/Microsoft.Storage/storageAccounts/{{name}}", "name": "{{name}}", "type": "Microsoft.Storage/storageAccounts", "properties": {"x": 1}{{more}}}""";
}
