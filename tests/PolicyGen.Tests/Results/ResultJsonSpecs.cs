using System.Collections.Immutable;
using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Newtonsoft.Json.Linq;
using NUnit.Framework;
using PolicyGen.Catalogue;
using PolicyGen.Data;
using PolicyGen.Diagnostics;
using PolicyGen.Evaluation;
using PolicyGen.Resources;
using PolicyGen.Results;
using PolicyGen.Tests.Support;
using static PolicyGen.Tests.Support.ResultSamples;

namespace PolicyGen.Tests.Results;

/// <summary>The contract's JSON: what is written satisfies its schema and is read back whole.</summary>
public class ResultJsonSpecs
{
    private static readonly SchemaValidator Schemas = new(new LibraryFiles(Repository.Root).Schemas);

    [Test]
    public void What_is_written_is_what_the_contract_shows()
    {
        var policy = Policy("storage-https-only", "MHLW-6.11-02") with { Message = "Use HTTPS." };
        var verdict = Violation with { Related = [new RelatedResource("/x", ComplianceState.Unknown, [])], Exemption = "Waiver" };
        var finding = Finding(policy, Resource("a"), verdict) with { InBaseline = true };
        Assert.That(Write(Result(finding)), Is.EqualTo("""
            {
              "schema": "policygen/result/1",
              "tool": {
                "name": "policygen",
                "version": "1.0.0"
              },
              "run": {
                "kind": "check",
                "source": "bicep",
                "scopes": [
                  "/subscriptions/s"
                ],
                "startedAt": "2026-03-31T12:00:00Z",
                "finishedAt": "2026-03-31T12:00:00Z",
                "complete": true,
                "warnings": []
              },
              "summary": {
                "requirements": {
                  "compliant": 0,
                  "partial": 0,
                  "nonCompliant": 1,
                  "unknown": 0,
                  "exempt": 0,
                  "notApplicable": 0,
                  "manual": 0,
                  "platform": 0
                },
                "controls": {
                  "compliant": 0,
                  "partial": 0,
                  "nonCompliant": 1,
                  "unknown": 0,
                  "exempt": 0
                },
                "resources": {
                  "evaluated": 1,
                  "nonCompliant": 1
                },
                "findings": 1
              },
              "requirements": [
                {
                  "id": "MHLW-6.11-02",
                  "state": "nonCompliant",
                  "controls": [
                    "storage-https-only"
                  ]
                }
              ],
              "controls": [
                {
                  "id": "storage-https-only",
                  "state": "nonCompliant",
                  "compliant": 0,
                  "nonCompliant": 1,
                  "unknown": 0,
                  "exempt": 0,
                  "notApplicable": 0,
                  "error": 0
                }
              ],
              "policies": [
                {
                  "control": "storage-https-only",
                  "definition": "policygen-storage-https-only",
                  "displayName": "Display name of storage-https-only",
                  "severity": "high",
                  "effect": "Audit",
                  "message": "Use HTTPS.",
                  "places": [
                    {
                      "initiative": "initiative",
                      "referenceId": "storage-https-only-1",
                      "groups": [
                        "MHLW-6.11-02"
                      ]
                    }
                  ]
                }
              ],
              "findings": [
                {
                  "control": "storage-https-only",
                  "definition": "policygen-storage-https-only",
                  "state": "nonCompliant",
                  "effect": "Audit",
                  "severity": "high",
                  "resource": {
                    "id": "/subscriptions/s/resourceGroups/rg/providers/Microsoft.Storage/storageAccounts/a",
                    "type": "Microsoft.Storage/storageAccounts",
                    "name": "a",
                    "location": "japaneast"
                  },
                  "reasons": [
                    {
                      "path": "properties.minimumTlsVersion",
                      "operator": "notIn",
                      "expected": [
                        "TLS1_2",
                        "TLS1_3"
                      ],
                      "actual": "TLS1_0"
                    }
                  ],
                  "requirements": [
                    "MHLW-6.11-02"
                  ],
                  "source": {
                    "file": "main.bicep",
                    "line": 12
                  },
                  "referenceIds": [
                    "storage-https-only-1"
                  ],
                  "message": "Use HTTPS.",
                  "related": [
                    {
                      "id": "/x",
                      "state": "unknown",
                      "reasons": []
                    }
                  ],
                  "exemption": "Waiver",
                  "baseline": true,
                  "policy": 0
                }
              ],
              "changes": []
            }

            """.ReplaceLineEndings("\n")));
    }

    [TestCase("'[reference(x)]'", true, "{\"unknown\": \"[reference(x)]\"}")]
    [TestCase("{'unknown': 'x'}", false, "{\"literal\": {\"unknown\": \"x\"}}")]
    [TestCase("{'literal': {'unknown': 'x'}}", false, "{\"literal\": {\"literal\": {\"literal\": {\"unknown\": \"x\"}}}}")]
    [TestCase("{'unknown': 1, 'b': 2}", false, "{\"unknown\": 1, \"b\": 2}")]
    [TestCase("null", false, "null")]
    public void A_value_that_is_not_known_is_not_taken_for_one_that_looks_like_it(string value, bool unresolved, string written)
    {
        var token = unresolved ? Unresolved.Create((string)PolicyJson.Parse(value)!) : PolicyJson.Parse(value);
        var result = Result(Finding(Policy("c"), Resource("a"), Judged(ComplianceState.Unknown, new Reason("p", "equals", null, token))));
        var reason = JObject.Parse(Write(result)).SelectToken("findings[0].reasons[0]")!;
        Assert.That(JToken.DeepEquals(reason["actual"], JToken.Parse(written)), Is.True, reason.ToString());
        Assert.That(reason["expected"], Is.Null, "a property that is missing is left out");
        var back = Read(Write(result)).Findings[0].Verdict.Reasons[0];
        Assert.That((Unresolved.Is(back.Actual), JToken.DeepEquals(back.Actual, token), back.Expected), Is.EqualTo((unresolved, true, (JToken?)null)));
    }

    [Test]
    public void What_is_read_back_is_what_was_written_and_satisfies_the_schema() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(200), Prop.ForAll(Results().ToArbitrary(), result =>
        {
            var text = Write(result);
            var diagnostics = new DiagnosticBag();
            var again = ResultJson.Read(new StringReader(text), "result.json", diagnostics);
            var valid = new DiagnosticBag();
            Schemas.Validate(JToken.Parse(text), "result.json", ResultJson.SchemaName, valid);
            return (again is not null && Write(again) == text && valid.Count == 0 && !text.Contains('\r', StringComparison.Ordinal))
                .Label($"{string.Join('\n', diagnostics)}\n{string.Join('\n', valid)}\n{text}");
        }));

    [Test]
    public void Writing_does_not_depend_on_the_culture_or_the_line_ends_of_the_system()
    {
        var result = Result(Finding(Policy("c"), Resource("a"), Judged(ComplianceState.NonCompliant, new Reason("p", "less", 1.5, 0.25m))));
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo("de-DE");
            var text = new StringWriter { NewLine = "\r\n" };
            ResultJson.Write(result, text);
            Assert.That(text.ToString(), Does.Contain("\"expected\": 1.5").And.Contain("\"actual\": 0.25").And.Not.Contain("\r"));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Test]
    public void Properties_may_come_in_any_order()
    {
        var text = Write(Result(Finding(Policy("c", "G"), Resource("a"), Violation)));
        var sorted = new JObject(JObject.Parse(text).Properties().OrderBy(p => p.Name, StringComparer.Ordinal)).ToString();
        Assert.That(Write(Read(sorted)), Is.EqualTo(text));
    }

    [Test]
    public void A_finding_without_the_list_of_policies_has_what_the_contract_promises()
    {
        var document = JObject.Parse(Write(Result(Finding(Policy("c", "G"), Resource("a"), Violation))));
        document.Remove("policies");
        foreach (var finding in document["findings"]!)
            ((JObject)finding).Remove("policy");
        var policy = Read(document.ToString()).Findings.Single().Policy;
        Assert.That((policy.Control, policy.Definition, policy.Severity, policy.Effect, policy.Requirements.Single(), policy.Places.Single().ReferenceId),
            Is.EqualTo(("c", "policygen-c", Severity.High, "Audit", "G", "c-1")));
    }

    private static RunResult Read(string text)
    {
        var diagnostics = new DiagnosticBag();
        return ResultJson.Read(new StringReader(text), "result.json", diagnostics) ?? throw new InvalidOperationException(string.Join('\n', diagnostics));
    }

    private static string Write(RunResult result)
    {
        var text = new StringWriter();
        ResultJson.Write(result, text);
        return text.ToString();
    }

    private static Gen<RunResult> Results()
    {
        var text = Gen.Elements("", "a", "日本語", "=1+1", "\"", "\\", "\n", "\u2028", "\u0001", "a/b", "]x[", "😀");
        var optional = Gen.OneOf(Gen.Constant<string?>(null), text.Select(t => (string?)t));
        var state = Gen.Elements(Enum.GetValues<ComplianceState>());
        var reason = from path in text from @operator in text from expected in Tokens(3) from actual in Tokens(3) from note in optional select new Reason(path, @operator, expected, actual, note);
        var reasons = Few(reason);
        var change = from operation in text from path in text from before in Tokens(2) from after in Tokens(2) select new PropertyChange(operation, path, before, after);
        var related = from id in text from s in state from r in reasons select new RelatedResource(id, s, r);
        var place = from assignment in optional from initiative in optional from reference in optional from groups in Few(text) select new PolicyReferencePlace(assignment, initiative, reference, groups);
        var policy = from control in text
                     from definition in text
                     from name in text
                     from severity in Gen.Elements(Enum.GetValues<Severity>())
                     from message in optional
                     from first in place
                     from more in Few(place)
                     select new PolicyIdentity(control, definition, name, severity, "Audit", message, [first, .. more]);
        var resource = from id in text from type in text from location in optional select new FindingResource(id, type, "n", location);
        var source = from file in text
                     from line in Gen.Choose(0, 3)
                     from column in Gen.Choose(0, 3)
                     from path in text
                     select file.Length == 0 ? SourceLocation.None : new SourceLocation(file, line, column, path);
        var verdict = from s in state
                      from r in reasons
                      from looked in Few(related)
                      from changes in Few(change)
                      from exemption in optional
                      select new Verdict(s, r) { Related = looked, Changes = changes, Exemption = exemption };
        var finding = from p in policy from r in resource from v in verdict from s in source from known in Gen.Elements(true, false) select new Finding(p, r, v, s) { InBaseline = known };
        var changed = from p in policy from r in resource from c in Few(change) from s in source select new ResourceChange(p, r, c, s);
        var requirement = from id in text from s in Gen.Elements(Enum.GetValues<RequirementState>()) from controls in Few(text) select new RequirementResult(id, s, controls);
        var judgement = from id in text from s in state from n in Gen.Choose(0, 9) select new ControlResult(id, s, n, n + 1, n + 2, n + 3, n + 4, n + 5);
        return from findings in Few(finding)
               from changes in Few(changed)
               from requirements in Few(requirement)
               from judged in Few(judgement)
               from ticks in Gen.Choose(0, 9999999)
               from complete in Gen.Elements(true, false)
               select new RunResult(Run with { StartedAt = Now.AddTicks(ticks), Complete = complete, Warnings = ["w\n"] }, requirements, judged, findings, changes, 3, 2);
    }

    private static Gen<ImmutableArray<T>> Few<T>(Gen<T> item) => Gen.Choose(0, 2).SelectMany(n => Gen.ListOf(item, n)).Select(items => items.ToImmutableArray());

    private static Gen<JToken?> Tokens(int depth)
    {
        var leaf = Gen.OneOf(
            Gen.Elements<Func<JToken?>>(() => null, () => JValue.CreateNull(), () => new JValue(true), () => new JValue("x\n"), () => new JValue(""), () => new JValue(1.5), () => new JValue(1e300),
                () => new JValue(12.34m), () => new JValue(long.MaxValue), () => Unresolved.Create("[reference('x')]"), () => Unresolved.Create("")).Select(make => make()));
        if (depth == 0)
            return leaf;
        var inner = Tokens(depth - 1).Select(t => t ?? JValue.CreateNull());
        var name = Gen.Elements("unknown", "literal", "a", "");
        var items = Few(inner).Select(all => (JToken?)new JArray(all.ToArray<object>()));
        var members = from first in name from value in inner from more in Gen.Elements(true, false) select (JToken?)(more ? new JObject { [first] = value, ["z"] = 1 } : new JObject { [first] = value });
        return Gen.OneOf(leaf, items, members);
    }
}
