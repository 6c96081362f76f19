using NUnit.Framework;
using PolicyGen.Auditing;
using PolicyGen.Auditing.Reading;

namespace PolicyGen.Tests.Auditing.Reading;

public sealed class ControlEstimateSpecs
{
    private const string Own = "/providers/microsoft.management/managementgroups/m/providers/microsoft.authorization/policysetdefinitions/policygen-mhlw";
    private const string Foreign = "/providers/microsoft.authorization/policysetdefinitions/x";

    // Counts as assignment/reference/state=number.
    [TestCase("a/https/Compliant=5 a/https/NonCompliant=2", "https NonCompliant 2, https Compliant 5")]
    [TestCase("a/https/Compliant=5 a/https_2/Compliant=5 a/https_12/Compliant=5", "https Compliant 5")]
    [TestCase("a/https/Compliant=5 a/https/NonCompliant=2 b/https/Compliant=6 b/https/NonCompliant=1", "https NonCompliant 2, https Compliant 5")]
    [TestCase("a/https/Exempt=3 b/https/Compliant=3", "https Compliant 3")]
    [TestCase("a/https/Unknown=3 b/https/Compliant=3", "https Unknown 3")]
    [TestCase("a/HTTPS/Compliant=1", "https Compliant 1")]
    [TestCase("a/attestation_MHLW-1/Unknown=1 a/https/Error=1", "https Error 1")]
    [TestCase("", "")]
    public void Different_resources_are_counted_by_their_worst_state(string counts, string expected) =>
        Assert.That(Of(Own, counts), Is.EqualTo(expected));

    [Test]
    public void References_of_foreign_initiatives_are_taken_as_they_are() =>
        Assert.That(Of(Foreign, "a/x_1/Compliant=1 a/x_2/Compliant=2"), Is.EqualTo("x_1 Compliant 1, x_2 Compliant 2"));

    private static string Of(string initiative, string counts) => string.Join(", ", ControlEstimate.Of(counts.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(c =>
    {
        var parts = c.Split('/', '=');
        return new StateCount(parts[0], initiative, parts[1], "", "audit", parts[2], long.Parse(parts[3], null), null, null);
    })).Select(c => $"{c.Control} {c.State} {c.Resources}"));
}
