using System.Collections.Immutable;
using Newtonsoft.Json.Linq;
using NUnit.Framework;
using PolicyGen.Azure;
using PolicyGen.Diagnostics;
using PolicyGen.Rendering;
using PolicyGen.Tests.Support;

namespace PolicyGen.Tests.Rendering;

public class OutputFolderSpecs
{
    private static readonly RenderedFile A = new("a.json", "{}\n");
    private static readonly RenderedFile B = new("deep/er/b.bicep", "// 日本語\n");
    private static readonly DateTime Old = new(2020, 2, 3, 4, 5, 6, DateTimeKind.Utc);

    private TempFolder _temp = null!;
    private DiagnosticBag _diagnostics = null!;
    private OutputFolder _folder = null!;

    [SetUp]
    public void Prepare()
    {
        _temp = new TempFolder("出力 folder");
        _diagnostics = [];
        _folder = new OutputFolder(Root);
    }

    [TearDown]
    public void Remove() => _temp.Dispose();

    private string Root => _temp.PathOf("out");

    [Test]
    public void The_first_write_makes_every_file_and_the_list_of_them()
    {
        Assert.That(Write(A, B), Is.EqualTo(new WriteSummary(3, 0, 0)));
        Assert.That(_temp.Files().Keys, Is.EqualTo(new[] { "out/a.json", "out/deep/er/b.bicep", "out/manifest.json" }));
        Assert.That(File.ReadAllBytes(PathOf(B)), Is.EqualTo("// 日本語\n"u8.ToArray()));
        Assert.That(_folder.Compare([A, B]), Is.Empty);
    }

    [Test]
    public void A_second_write_touches_nothing()
    {
        Write(A, B);
        Age();
        Assert.That(Write(B, A), Is.EqualTo(new WriteSummary(0, 3, 0)));
        Assert.That(Directory.EnumerateFiles(Root, "*", SearchOption.AllDirectories).Select(File.GetLastWriteTimeUtc), Has.All.EqualTo(Old));
    }

    [Test]
    public void Only_a_changed_file_is_replaced()
    {
        Write(A, B);
        Age();
        Assert.That(Write(A, B with { Content = "// new\n" }), Is.EqualTo(new WriteSummary(2, 1, 0)));
        Assert.That(File.ReadAllText(PathOf(B)), Is.EqualTo("// new\n"));
        Assert.That(File.GetLastWriteTimeUtc(PathOf(A)), Is.EqualTo(Old));
        AssertNoStaging();
    }

    [Test]
    public void A_file_that_is_no_longer_rendered_is_removed()
    {
        Write(A, B);
        Assert.That(Write(A), Is.EqualTo(new WriteSummary(1, 1, 1)));
        Assert.That(File.Exists(PathOf(B)), Is.False);
        Assert.That(_diagnostics, Is.Empty);
        AssertNoStaging();
    }

    [Test]
    public void An_obsolete_file_is_removed_too_when_the_folder_is_named_with_a_trailing_separator()
    {
        Write(A, B);
        Assert.That(new OutputFolder(Root + Path.DirectorySeparatorChar).Write([A], _diagnostics).Removed, Is.EqualTo(1));
        Assert.That(File.Exists(PathOf(B)), Is.False);
    }

    [Test]
    public void An_obsolete_file_that_a_person_changed_is_kept_with_a_warning()
    {
        Write(A, B);
        File.AppendAllText(PathOf(B), "// mine\n");
        Assert.That(Write(A).Removed, Is.Zero);
        Assert.That(File.ReadAllText(PathOf(B)), Does.EndWith("// mine\n"));
        Assert.That(_diagnostics.Select(d => (d.Id, d.Severity)), Is.EqualTo(new[] { ("output-changed", DiagnosticSeverity.Warning) }));
    }

    [Test]
    public void Files_of_others_are_never_touched()
    {
        var own = _temp.Write("out/deep/notes.md", "mine");
        var parameters = _temp.Write("out/contoso.bicepparam", "using 'main.bicep'");
        Write(A, B);
        Write();
        Assert.That((File.ReadAllText(own), File.ReadAllText(parameters)), Is.EqualTo(("mine", "using 'main.bicep'")));
        Assert.That(File.Exists(PathOf(A)), Is.False);
    }

    [TestCase("../victim.txt")]
    [TestCase("deep/../../victim.txt")]
    [TestCase("{absolute}")]
    [TestCase("..")]
    [TestCase("../out-of-it/victim.txt")]
    public void A_forged_list_cannot_remove_what_is_outside(string entry)
    {
        Write(A);
        foreach (var victim in (string[])["victim.txt", "out-of-it/victim.txt"])
            _temp.Write(victim, "precious");
        Forge(entry.Replace("{absolute}", _temp.PathOf("victim.txt"), StringComparison.Ordinal));
        Write(A, B);
        Assert.That(_temp.Files().Values.Count(v => v == "precious"), Is.EqualTo(2));
    }

    [TestCase("not json")]
    [TestCase("[]")]
    [TestCase("{\"schema\": {}, \"files\": {\"mine.txt\": \"x\"}}")]
    [TestCase("{\"schema\": \"another/1\", \"files\": {\"mine.txt\": \"x\"}}")]
    [TestCase("{\"schema\": \"policygen/manifest/1\", \"files\": [\"mine.txt\"]}")]
    [TestCase("{\"schema\": \"policygen/manifest/1\", \"files\": {\"mine.txt\": [], \"mine.txt\\u0000\": \"x\", \"\": \"x\"}}")]
    public void A_broken_list_removes_nothing_and_is_no_error(string manifest)
    {
        _temp.Write("out/mine.txt", "mine");
        _temp.Write("out/manifest.json", manifest);
        Write(A);
        Assert.That(_diagnostics.HasErrors, Is.False);
        Assert.That(File.ReadAllText(_temp.PathOf("out", "mine.txt")), Is.EqualTo("mine"));
        Assert.That(_folder.Compare([A]), Is.Empty);
    }

    [Test]
    public void A_file_in_place_of_the_folder_is_an_error_and_stays()
    {
        File.WriteAllText(Root, "a file");
        Assert.That(() => Write(A), Throws.InstanceOf<IOException>());
        Assert.That(_temp.Files(), Is.EqualTo(new Dictionary<string, string> { ["out"] = "a file" }));
    }

    [TestCase("z.json", Description = "A folder stands where the last file should be.")]
    [TestCase("deep/er", Description = "A folder stands where a file should be, with a file in it.")]
    public void A_failure_in_the_middle_leaves_everything_as_it_was(string blocked)
    {
        Write(A, B, new RenderedFile("old.json", "[]\n"));
        Directory.CreateDirectory(_temp.PathOf(["out", .. blocked.Split('/')]));
        Age();
        var before = _temp.Files();
        Assert.That(() => Write(A with { Content = "[1]\n" }, new RenderedFile("new/c.json", "1\n"), new RenderedFile(blocked, "2\n")),
            Throws.InstanceOf<IOException>().Or.InstanceOf<UnauthorizedAccessException>());
        Assert.That(_temp.Files(), Is.EqualTo(before));
        Assert.That(File.GetLastWriteTimeUtc(PathOf(A)), Is.EqualTo(Old));
        Assert.That(Directory.Exists(_temp.PathOf("out", "new")), Is.False);
        AssertNoStaging();
    }

    [Test]
    public void A_file_in_place_of_a_subfolder_leaves_everything_as_it_was()
    {
        _temp.Write("out/deep", "a file");
        var before = _temp.Files();
        Assert.That(() => Write(A, B), Throws.InstanceOf<IOException>());
        Assert.That(_temp.Files(), Is.EqualTo(before));
        AssertNoStaging();
    }

    [TestCase(true)]
    [TestCase(false)]
    public void A_run_cancelled_before_the_files_are_moved_changes_nothing(bool folderExists)
    {
        if (folderExists)
            Write(A);
        var before = _temp.Files();
        using var cancelled = new CancellationTokenSource();
        Assert.That(() => _folder.Write(CancelAfterListing(cancelled, A with { Content = "[]\n" }, B), _diagnostics, cancelled.Token), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(_temp.Files(), Is.EqualTo(before));
        Assert.That(Directory.Exists(Root), Is.EqualTo(folderExists));
    }

    [Test]
    public void Compare_names_every_difference_by_path_and_writes_nothing()
    {
        Write(A, B, new RenderedFile("old.json", "[]\n"), new RenderedFile("mine.json", "[]\n"));
        File.WriteAllText(_temp.PathOf("out", "mine.json"), "edited");
        File.Delete(PathOf(B));
        var before = _temp.Files();
        var drifts = _folder.Compare([A with { Content = "[]\n" }, B, new RenderedFile("new.json", "1\n")]);
        Assert.That(drifts, Is.EqualTo(new[]
        {
            new Drift("a.json", DriftKind.Changed),
            new Drift("deep/er/b.bicep", DriftKind.Missing),
            new Drift("manifest.json", DriftKind.Changed),
            new Drift("new.json", DriftKind.Missing),
            new Drift("old.json", DriftKind.Obsolete),
        }));
        Assert.That(_temp.Files(), Is.EqualTo(before));
    }

    [Test]
    public void Compare_sees_a_single_byte()
    {
        Write(A, B);
        File.WriteAllText(PathOf(A), "{}\r\n");
        Assert.That(_folder.Compare([A, B]), Is.EqualTo(new[] { new Drift("a.json", DriftKind.Changed) }));
    }

    [Test]
    public void Compare_of_a_folder_that_does_not_exist_misses_everything()
    {
        Assert.That(_folder.Compare([A]).Select(d => d.Kind), Has.All.EqualTo(DriftKind.Missing));
        Assert.That(Directory.Exists(Root), Is.False);
    }

    [Test]
    public void Generate_tells_what_it_could_not_write_as_a_diagnostic()
    {
        using var library = new TestLibrary();
        library.With(TestLibrary.Control("one")).WithRows(TestLibrary.Requirement(1, "one")).Save();
        File.WriteAllText(Root, "a file");
        var result = Generator.Run(library.Files, new GenerateOptions(Root, [Catalogue.GuidelineId.Mhlw], new RenderOptions(), Check: false, AliasTable.Load), _diagnostics);
        Assert.That(result, Is.Null);
        Assert.That(_diagnostics.Select(d => d.Id), Is.EqualTo(new[] { "output-unwritable" }));
    }

    private WriteSummary Write(params ImmutableArray<RenderedFile> files) => _folder.Write(files, _diagnostics);

    private string PathOf(RenderedFile file) => _temp.PathOf(["out", .. file.Path.Split('/')]);

    private void Age()
    {
        foreach (var file in Directory.EnumerateFiles(Root, "*", SearchOption.AllDirectories))
            File.SetLastWriteTimeUtc(file, Old);
    }

    // Lists a file outside with the hash of its content, so that nothing but its path speaks for it.
    private void Forge(string entry)
    {
        var path = _temp.PathOf("out", "manifest.json");
        var manifest = JObject.Parse(File.ReadAllText(path));
        manifest["files"]![entry] = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData("precious"u8));
        File.WriteAllText(path, manifest.ToString());
    }

    private void AssertNoStaging() =>
        Assert.That(Directory.EnumerateFileSystemEntries(Root, ".*").Select(Path.GetFileName), Is.Empty);

    private static IEnumerable<RenderedFile> CancelAfterListing(CancellationTokenSource cancelled, params RenderedFile[] files)
    {
        foreach (var file in files)
            yield return file;
        cancelled.Cancel();
    }
}
