using Newtonsoft.Json.Linq;
using PolicyGen.Catalogue;
using PolicyGen.Evaluation;

namespace PolicyGen.Checking.Samples;

/// <summary>What a definition says of one sample of a control.</summary>
/// <param name="Control">The control.</param>
/// <param name="Sample">The sample as its file has it.</param>
/// <param name="Expected">Compliant or NonCompliant: the list that it is in.</param>
/// <param name="Actual">The verdict; a resource that is not judged satisfies the control, so it counts as compliant.</param>
/// <param name="Judge">Whose verdict: the control's own definition, or names of built-in definitions.</param>
/// <param name="Why">Reasons of the verdict, or what is wrong with the definition; one line.</param>
public sealed record SampleResult(Control Control, JObject Sample, ComplianceState Expected, ComplianceState Actual, string Judge, string Why)
{
    /// <summary>True when the verdict is the one that the sample stands for.</summary>
    public bool Agrees => Actual == Expected;
}
