using NUnit.Framework;
using PolicyGen.Azure;
using PolicyGen.Diagnostics;
using PolicyGen.Linting;
using PolicyGen.Policies;

namespace PolicyGen.Tests.Linting;

/// <summary>
/// What Azure accepts from Microsoft is read without a problem and is no error, but for the real faults listed here.
/// Where the corpus is absent there are no cases.
/// </summary>
public class BuiltInCorpusSpecs
{
    private static readonly Linter Linter = Linter.Create(AliasTable.Load(), BuiltInIndex.Load());

    // Rule, why it is a real fault, and the definitions or initiatives that have it.
    private static readonly (string Rule, string Why, string[] Names)[] Faults =
    [
        ("unused-parameter", "The parameter is declared and stands nowhere in the rule. Azure refuses that from customers (UnusedPolicyParameters).",
        [
            "052c180e-287d-44c3-86ef-01aeae2d9774", "3e9965dc-cc13-47ca-8259-a4252fd0cf7b", "496223c3-ad65-4ecd-878a-bae78737e9ed",
            "4d479a11-f2b5-4f0a-bb1e-d2332aa95cda", "65280eef-c8b4-425e-9aec-af55e55bf581", "7008174a-fd10-4ef0-817e-fc820a951d73",
            "7238174a-fd10-4ef0-817e-fc820a951d73", "7261b898-8a84-4db8-9e04-18527132abb3", "74c3584d-afae-46f7-a20a-6f8adba71a16",
            "9d0b6ea4-93e2-4578-bf2f-6bb17d22b4bc", "a6abeaec-4d90-4a02-805f-6b26c4d3fbe9", "b6e2945c-0b7b-40f5-9233-7a5323b5cdc6",
            "f19b0c83-716f-4b81-85e3-2dbf057c35d6",
        ]),
        ("text-length", "The display name is longer than the 128 characters that customers have.",
        [
            "0d6d79a8-8406-4e87-814d-2dcd83b2c355", "4864134f-d306-4ff5-94d8-ea4553b18c97", "594c1276-f44f-482d-9910-71fac2ce5ae0",
            "7c4214e9-ea57-487a-b38e-310ec09bc21d", "a0f27bdc-5b15-4810-b81d-7c4df9df1a37", "c7f3bf36-b807-4f18-82dc-f480ad713635",
            "d6588149-9f06-462c-a076-56aece45b5ba", "e159e079-0ddd-4905-97c9-79a8fca6d880", "4fd005fd-51be-478f-a8fb-149d48b20d48",
            "7a00a7fc-fdf4-4ad8-8fa2-a94acc223e8e",
        ]),
        ("definition-limits", "The definition has 21 or 22 parameters; customers have 20.",
        ["8537fe96-8cbe-43de-b0ef-131bc72bc22a", "a8f3e6a6-dcd2-434c-b0f7-6f309ce913b4", "e22a2f03-0534-4d10-8ea0-aa25a6113233"]),
        ("parameter-type", "The default of a String parameter is an empty array.",
        ["b5629c75-5c77-4422-87b9-2509e680f8de"]),
    ];

    private static readonly Dictionary<string, Lazy<IReadOnlyList<PolicyDocument>>> Documents =
        BuiltInCorpus.Files().ToDictionary(f => f, f => new Lazy<IReadOnlyList<PolicyDocument>>(() => BuiltInCorpus.Read(f)));

    private static readonly Dictionary<string, Lazy<LintReport>> Reports =
        Documents.ToDictionary(d => d.Key, d => new Lazy<LintReport>(() => Linter.Lint(d.Value.Value)));

    [TestCaseSource(typeof(BuiltInCorpus), nameof(BuiltInCorpus.Files))]
    public void Everything_is_read_without_a_problem(string file) =>
        Assert.That(Documents[file].Value.SelectMany(d => d.Problems.Select(p => $"{d.File}: {p.Message}")), Is.Empty);

    [TestCaseSource(typeof(BuiltInCorpus), nameof(BuiltInCorpus.Files))]
    public void Every_expression_is_parsed(string file)
    {
        var expressions = Documents[file].Value.SelectMany(d => d.Expressions).ToList();
        Assert.That(expressions, Has.Count.GreaterThan(6000));
        Assert.That(expressions.Where(e => e.Result.Error is not null).Select(e => e.Text), Is.Empty);
    }

    [TestCaseSource(typeof(BuiltInCorpus), nameof(BuiltInCorpus.Files))]
    public void Mode_Indexed_is_not_used_for_types_that_are_said_to_be_left_out_of_it(string file) =>
        Assert.That(Reports[file].Value.Diagnostics.Where(d => d.Id == "mode-type"), Is.Empty);

    [TestCaseSource(typeof(BuiltInCorpus), nameof(BuiltInCorpus.Files))]
    public void Every_error_is_a_real_fault(string file)
    {
        var documents = Documents[file].Value;
        var errors = Reports[file].Value.Diagnostics
            .Where(d => d.Severity == DiagnosticSeverity.Error)
            .Select(d => $"{d.Id} {d.Location.File}")
            .Distinct();
        var names = documents.Select(d => d.File).ToHashSet();
        var expected = Faults.SelectMany(f => f.Names.Where(names.Contains).Select(n => $"{f.Rule} {n}"));
        Assert.That(errors, Is.EquivalentTo(expected));
    }
}
