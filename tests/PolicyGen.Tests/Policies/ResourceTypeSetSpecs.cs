using NUnit.Framework;
using PolicyGen.Policies;
using static PolicyGen.Tests.Support.PolicyJson;

namespace PolicyGen.Tests.Policies;

public class ResourceTypeSetSpecs
{
    private const string A = "{'field': 'type', 'equals': 'A'}";
    private const string B = "{'field': 'type', 'equals': 'B'}";
    private const string Name = "{'field': 'name', 'equals': 'x'}";

    [TestCase(A, "A")]
    [TestCase("{'field': 'TYPE', 'in': ['A', 'b']}", "A,b")]
    [TestCase("{'value': '[field(´type´)]', 'equals': 'A'}", "A")]
    [TestCase("{'allOf': [" + A + ", " + Name + "]}", "A")]
    [TestCase("{'allOf': [{'anyOf': [" + A + ", " + B + "]}, " + A + "]}", "A")]
    [TestCase("{'anyOf': [" + A + ", " + B + "]}", "A,B")]
    [TestCase("{'anyOf': [" + A + ", " + Name + "]}", "any")]
    [TestCase("{'not': {'field': 'type', 'notEquals': 'A'}}", "A")]
    [TestCase("{'not': {'anyOf': [{'field': 'type', 'notIn': ['A', 'B']}, " + Name + "]}}", "A,B")]
    [TestCase("{'not': " + A + "}", "any")]
    [TestCase("{'field': 'type', 'notEquals': 'A'}", "any")]
    [TestCase("{'field': 'type', 'like': 'A*'}", "any")]
    [TestCase("{'field': 'type', 'equals': '[parameters(´t´)]'}", "any")]
    [TestCase("{'field': 'type', 'in': ['A', '[parameters(´t´)]']}", "any")]
    [TestCase("{'allOf': [" + A + ", " + B + "]}", "")]
    [TestCase("{'allOf': []}", "any")]
    public void A_condition_leaves_these_types(string condition, string types)
    {
        var set = ResourceTypeSet.Of(If(condition).Rule!.If);
        Assert.That(set.IsAny ? "any" : string.Join(',', set.Types.Order(StringComparer.Ordinal)), Is.EqualTo(types));
    }
}
