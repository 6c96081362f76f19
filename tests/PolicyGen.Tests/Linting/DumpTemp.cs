using NUnit.Framework;
using PolicyGen.Azure;
using PolicyGen.Linting;
namespace PolicyGen.Tests.Linting;
public class DumpTemp
{
    [Test]
    public void Dump()
    {
        var w = System.Diagnostics.Stopwatch.StartNew();
        var linter = Linter.Create(AliasTable.Load(), BuiltInIndex.Load());
        using var o = new StreamWriter("/tmp/dump.txt");
        foreach (var f in BuiltInCorpus.Files())
        {
            var docs = BuiltInCorpus.Read(f);
            o.WriteLine($"# {f} {docs.Count} read {w.ElapsedMilliseconds}");
            var r = linter.Lint(docs);
            o.WriteLine($"# lint {w.ElapsedMilliseconds}");
            var names = docs.ToDictionary(d => d.File, d => d.DisplayName?.Value);
            foreach (var d in r.Diagnostics) o.WriteLine($"{d.SeverityName}\t{d.Id}\t{d.Location.File}\t{names[d.Location.File]}\t{d.Message}\t{d.Location.JsonPath}");
        }
    }
}
