using PolicyGen.Azure; using PolicyGen.Catalogue; using PolicyGen.Diagnostics; using PolicyGen.Rendering;
var bag = new DiagnosticBag();
var files = LibraryFiles.Find(args.Length > 1 ? args[1] : Environment.CurrentDirectory, ".")!;
var lib = new LibraryLoader(files, bag).Load([]);
var opt = new RenderOptions(Definitions: args.Contains("custom") ? PolicyGen.Rendering.Initiatives.DefinitionPreference.Custom : 0);
if (lib is not null && new LibraryRenderer(files, AliasTable.Load(), BuiltInIndex.Load(), BuiltInRoles.Load(), bag).Render(lib, opt) is { } r)
{
    Console.WriteLine(r.Summary); foreach (var i in r.Summary.Initiatives) Console.WriteLine(i);
    foreach (var f in r.Files) { var p = Path.Combine(args[0], f.Path); Directory.CreateDirectory(Path.GetDirectoryName(p)!); File.WriteAllText(p, f.Content); }
}
foreach (var d in bag) Console.WriteLine(d);
return bag.HasErrors ? 2 : 0;
