using System.Text.RegularExpressions;
using NUnit.Framework;
using PolicyGen.Tests.Support;

namespace PolicyGen.Tests.Build;

/// <summary>build.ps1 does what its help says, with nothing but PowerShell's engine.</summary>
public partial class BuildScriptSpecs
{
    private static readonly string[] EveryStep =
    [
        "Restore: dotnet restore PolicyGen.sln",
        "Build: dotnet build PolicyGen.sln --configuration Release --no-restore",
        "Generate: dotnet run --project src/PolicyGen.Cli --configuration Release --no-build -- generate",
        "Pages: dotnet run --project src/PolicyGen.Cli --configuration Release --no-build -- controls pages",
        "Lint: dotnet run --project src/PolicyGen.Cli --configuration Release --no-build -- lint",
        "Test: dotnet test PolicyGen.sln --configuration Release --no-build",
        "Pack: dotnet pack src/PolicyGen.Cli --configuration Release --output artifacts",
    ];

    [Test]
    public void What_if_names_every_step_in_order_and_runs_none()
    {
        var run = BuildScript.Run(("WhatIf", true));
        Assert.Multiple(() =>
        {
            Assert.That(run.Error, Is.Null);
            Assert.That(Announced(run.Host), Is.EqualTo(EveryStep));
            Assert.That(run.Output, Is.Empty);
        });
    }

    [Test]
    public void Chosen_tasks_run_in_the_order_of_the_build_and_prepare_themselves() =>
        Assert.That(Announced(BuildScript.Run(("WhatIf", true), ("Task", new[] { "Test", "Generate" }), ("Configuration", "Debug"), ("Check", true)).Host), Is.EqualTo(
        [
            "Generate: dotnet run --project src/PolicyGen.Cli --configuration Debug -- generate --check",
            "Test: dotnet test PolicyGen.sln --configuration Debug",
        ]));

    // As "pwsh -File build.ps1 -Task Lint,Restore" hands them over.
    [Test]
    public void Tasks_may_come_as_one_text() =>
        Assert.That(Announced(BuildScript.Run(("WhatIf", true), ("Task", "Lint, restore")).Host).Select(step => step.Split(':')[0]), Is.EqualTo(["Restore", "Lint"]));

    [Test]
    public void A_task_runs_for_real_and_leaves_the_caller_where_it_was()
    {
        var run = BuildScript.Run(("Task", "Restore"));
        Assert.Multiple(() =>
        {
            Assert.That(run.Error, Is.Null, string.Join('\n', run.Output));
            Assert.That(run.Output[0], Is.EqualTo("==> Restore: dotnet restore PolicyGen.sln"));
            Assert.That(run.Output, Has.Count.GreaterThan(1), "the command's own words are passed on");
            Assert.That(run.Location, Is.EqualTo(Environment.CurrentDirectory));
        });
    }

    [Test]
    public void A_command_that_fails_ends_the_build_with_its_name_and_exit_code()
    {
        // The copy stands in an empty folder: there is no solution to restore. Brackets must not be taken for a wildcard.
        var folder = Directory.CreateTempSubdirectory("policygen [build] ");
        try
        {
            var script = Path.Combine(folder.FullName, "build.ps1");
            File.Copy(Repository.PathOf("build.ps1"), script);
            var run = BuildScript.RunFile(script, ("Task", new[] { "Restore", "Build" }));
            Assert.Multiple(() =>
            {
                Assert.That(run.Error, Is.EqualTo("Restore failed: 'dotnet restore PolicyGen.sln' exited with code 1."));
                Assert.That(run.Output, Has.None.StartsWith("==> Build"));
                Assert.That(run.Location, Is.EqualTo(Environment.CurrentDirectory));
            });
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Test]
    public void An_unknown_task_is_refused_and_the_known_ones_are_named()
    {
        var run = BuildScript.Run(("Task", new[] { "Restore", "Deploy" }));
        Assert.That(run.Error, Is.EqualTo("There is no task 'Deploy'; known are All, Restore, Build, Generate, Pages, Lint, Test, Pack."));
        Assert.That(run.Output, Is.Empty, "not even the task that is known has run");
    }

    private static IEnumerable<string> Announced(IEnumerable<string> host) => host
        .Select(line => WhatIf().Match(line))
        .Where(match => match.Success)
        .Select(match => $"{match.Groups["action"].Value}: {match.Groups["target"].Value}");

    [GeneratedRegex("^What if: Performing the operation \"(?<action>[^\"]+)\" on target \"(?<target>.+)\"\\.\r?$")]
    private static partial Regex WhatIf();
}
