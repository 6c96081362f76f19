using BenchmarkDotNet.Attributes;
using PolicyGen.Azure;
using PolicyGen.Catalogue;
using PolicyGen.Diagnostics;
using PolicyGen.Rendering;

namespace PolicyGen.Benchmarks;

/// <summary>The parts of generate in a warm process.</summary>
[MemoryDiagnoser]
[ShortRunJob]
public class RenderBenchmarks
{
    private readonly AliasTable _aliases = AliasTable.Load();
    private readonly BuiltInIndex _builtIns = BuiltInIndex.Load();
    private readonly BuiltInRoles _roles = BuiltInRoles.Load();
    private readonly LibraryFiles _files = new(Checkout.Root);
    private Library _library = null!;

    /// <summary>Loads the library.</summary>
    [GlobalSetup]
    public void Setup() => _library = LoadWithoutSchemas();

    /// <summary>Reading and binding, without the schemas.</summary>
    [Benchmark]
    public Library LoadWithoutSchemas() => Load(validate: false);

    /// <summary>Reading and binding, validated against the schemas.</summary>
    [Benchmark]
    public Library LoadWithSchemas() => Load(validate: true);

    /// <summary>Definitions, initiatives and Bicep.</summary>
    [Benchmark]
    public RenderResult Render()
    {
        var diagnostics = new DiagnosticBag();
        return new LibraryRenderer(_files, _aliases, _builtIns, _roles, diagnostics).Render(_library, new RenderOptions())
            ?? throw new InvalidOperationException(string.Join('\n', diagnostics));
    }

    private Library Load(bool validate)
    {
        var diagnostics = new DiagnosticBag();
        var loader = new LibraryLoader(_files, diagnostics, validate);
        var library = loader.Load([]);
        loader.CompleteValidation();
        return diagnostics.HasErrors || library is null ? throw new InvalidOperationException(string.Join('\n', diagnostics)) : library;
    }
}
