using NUnit.Framework;
using PolicyGen.Bicep;
using PolicyGen.Diagnostics;
using PolicyGen.Tests.Support;

namespace PolicyGen.Tests.Bicep;

/// <summary>One warm compiler for the specs of this folder.</summary>
[SetUpFixture]
internal sealed class RealBicep
{
    public static BicepClient Client { get; private set; } = null!;

    public static TemplateExpander Expander { get; private set; } = null!;

    [OneTimeSetUp]
    public void Start()
    {
        Client = new BicepClient(BicepCompiler.Executable, new DiagnosticBag());
        Expander = new TemplateExpander(Client);
    }

    [OneTimeTearDown]
    public async Task EndAsync() => await Client.DisposeAsync();

    /// <summary>Expands what has to expand.</summary>
    public static async Task<TemplateExpansion> ExpandAsync(string path, string? parameters = null, DeploymentContext? context = null)
    {
        var diagnostics = new DiagnosticBag();
        var expansion = await Expander.ExpandAsync(new TemplateInput(path, parameters), context ?? DeploymentContext.Unknown, diagnostics, CancellationToken.None);
        Assert.That(diagnostics, Is.Empty, string.Join('\n', diagnostics));
        return expansion!;
    }

    /// <summary>The errors of what cannot expand, in the form that users see, without the folder.</summary>
    public static async Task<string[]> FailAsync(TempFolder folder, string path, string? parameters = null)
    {
        var diagnostics = new DiagnosticBag();
        var input = new TemplateInput(folder.PathOf(path.Split('/')), parameters is null ? null : folder.PathOf(parameters.Split('/')));
        Assert.That(await Expander.ExpandAsync(input, DeploymentContext.Unknown, diagnostics, CancellationToken.None), Is.Null);
        return [.. diagnostics.Select(d => d.ToString().Replace(folder.Root.Replace('\\', '/') + "/", "", StringComparison.Ordinal))];
    }
}
