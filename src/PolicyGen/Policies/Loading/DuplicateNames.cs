using Newtonsoft.Json.Linq;
using PolicyGen.Diagnostics;

namespace PolicyGen.Policies.Loading;

/// <summary>Sees to it that a name stands for one policy.</summary>
internal static class DuplicateNames
{
    /// <summary>
    /// The documents without those whose name an earlier one of the same kind has. Two that differ are reported; copies
    /// are not. Documents without a name of their own are kept: nothing can refer to them. So are those whose ids differ:
    /// each management group and subscription has names of its own.
    /// </summary>
    public static IEnumerable<PolicyDocument> Remove(IEnumerable<PolicyDocument> documents, DiagnosticBag diagnostics)
    {
        var firsts = new Dictionary<(string Kind, string Name), List<PolicyDocument>>();
        var kept = new List<PolicyDocument>();
        foreach (var document in documents)
        {
            if (!firsts.TryGetValue(Key(document), out var others))
                firsts[Key(document)] = others = [];
            var isNameless = document.Name is null && document.Id is null;
            if (isNameless || others.Find(o => o.Id is not { } one || document.Id is not { } id || id.Is(one.Value)) is not { } first)
            {
                if (!isNameless)
                    others.Add(document);
                kept.Add(document);
                continue;
            }

            if (JToken.DeepEquals(first.Source, document.Source))
                continue;
            var place = first.Locate(first.Source);
            diagnostics.Warning(
                "policy-duplicate",
                $"The {Key(document).Kind} {document.ReferenceName} is already in {first.File}({place.Line}): that one counts, this one is left out.",
                document.Locate(document.Source));
        }

        return kept;
    }

    private static (string Kind, string Name) Key(PolicyDocument document) => document switch
    {
        PolicyDefinition => ("definition", document.ReferenceName.ToUpperInvariant()),
        PolicySetDefinition => ("initiative", document.ReferenceName.ToUpperInvariant()),
        // An assignment's name is its own only within its scope.
        PolicyAssignment assignment => ("assignment", (assignment.Id?.Value ?? assignment.Scope?.Value + "/" + assignment.ReferenceName).ToUpperInvariant()),
        _ => ("document", document.ReferenceName),
    };
}
