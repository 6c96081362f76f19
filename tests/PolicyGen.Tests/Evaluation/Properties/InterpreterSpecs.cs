using NUnit.Framework;

namespace PolicyGen.Tests.Evaluation.Properties;

/// <summary>What a rule is compiled to says the same as its tree, read by a plain interpreter.</summary>
public class InterpreterSpecs
{
    [TestCase(false, 1000)]
    [TestCase(true, 1500)]
    public void A_compiled_rule_agrees_with_its_tree(bool unknown, int count) =>
        Engine.Check(count, RuleCase.Random(unknown), c => c.Smaller(), c =>
        {
            var compiled = Engine.Condition(c.If, c.Content);
            var plain = new PlainInterpreter(Shape.Resource(c.Content)).Judge(Engine.Definition(c.If).Rule!.If!);
            return compiled == plain ? null : $"compiled: {compiled}, plain: {plain}";
        });
}
