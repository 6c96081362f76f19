using System.Globalization;
using Newtonsoft.Json.Linq;
using PolicyGen.Data;
using PolicyGen.Diagnostics;

namespace PolicyGen.Policies.Loading;

/// <summary>
/// Makes assignments of EPAC's trees: one for each leaf, entry and scope. The environments' scopes are all taken, for a
/// file does not say which one is meant.
/// </summary>
/// <param name="definitions">Definitions and initiatives of the whole load.</param>
/// <param name="environments">EPAC's environments.</param>
/// <param name="diagnostics">Takes what EPAC would refuse, and what is left out.</param>
internal sealed class EpacAssignments(PolicyIndex definitions, EpacEnvironments environments, DiagnosticBag diagnostics)
{
    // JSON values and characters of what one tree may become: a small tree of many leaves, entries and scopes can be huge.
    private const long MaxSize = 16 * 1024 * 1024;

    // What an assignment takes beyond its own values.
    private const int AssignmentSize = 500;

    /// <summary>True for the root of a tree.</summary>
    public static bool IsTree(JObject source) =>
        source.Find("definitionEntry") is JObject || source.Find("definitionEntryList") is JArray
        || source.Text("nodeName") is not null && (source.Find("children") is JArray || source.Find("assignment") is JObject);

    /// <summary>The assignments of a tree, in the order of its text.</summary>
    public IReadOnlyList<PolicyDocument> Flatten(JObject tree, string file)
    {
        var assignments = new List<PolicyDocument>();
        var left = MaxSize;
        Visit(tree, EpacBranch.Root, "");
        if (left < 0)
        {
            diagnostics.Error("epac-too-large", string.Create(CultureInfo.InvariantCulture, $"The assignments of this tree, written out, have more than {MaxSize} values and characters."), JsonText.Locate(tree, file));
            return [];
        }

        return assignments;

        void Visit(JObject node, EpacBranch inherited, string parents)
        {
            var path = parents + node.Text("nodeName");
            var branch = inherited.Add(node, out var problem);
            left -= branch.Size + path.Length;
            if (left < 0)
                return;
            if (problem is not null)
            {
                Invalid(problem, node, path, file);
                return;
            }

            ReportNotRead(node, file);
            if (node.Find("children") is JArray { Count: > 0 } children)
            {
                foreach (var child in children.OfType<JObject>())
                    Visit(child, branch, path);
            }
            else if (!branch.IsIgnored)
            {
                Leaf(branch, node, path);
            }
        }

        void Leaf(EpacBranch branch, JObject node, string path)
        {
            if (branch.Entries.IsDefaultOrEmpty)
            {
                Invalid("The branch has no 'definitionEntry' and no 'definitionEntryList'.", node, path, file);
                return;
            }

            var scopes = EpacScopes.Of(branch, environments, out var unusable);
            if (unusable is not null)
                diagnostics.Warning("policies-not-read", $"The excluded scope {unusable} goes by the names of subscriptions, which are not known: it is not left out.", JsonText.Locate(node, file));
            if (scopes.Count == 0)
                Invalid("The branch has no 'scope' with a scope in it.", node, path, file);
            foreach (var entry in scopes.Count == 0 ? [] : branch.Entries)
            {
                var writer = new EpacAssignmentWriter(branch, entry, node);
                if (writer.Write(definitions) is not { } assignment)
                {
                    Invalid(writer.Problem!, entry, path, file);
                    continue;
                }

                var size = EpacAssignmentWriter.Size(assignment);
                foreach (var scope in scopes)
                {
                    left -= size + AssignmentSize + scope.NotScopes.Length;
                    if (left < 0)
                        return;
                    assignments.Add(PolicyDocumentReader.Read(EpacAssignmentWriter.At(assignment, scope), file)!);
                }
            }
        }
    }

    private void ReportNotRead(JObject node, string file)
    {
        if (node.Find("parameterFile") is { } parameters)
        {
            diagnostics.Warning(
                "policies-not-read",
                $"The parameter file {node.Text("parameterFile")} is not read: its effects, parameters and messages are missing. Where the branch's JSON gives none, the defaults of what is assigned are used, which may not be what Azure has.",
                JsonText.Locate(parameters, file));
        }

        if (node.Find("ignoreBranch") is JValue { Value: true } ignored)
            diagnostics.Warning("policies-not-read", "The branch has 'ignoreBranch': EPAC does not deploy it, and it is left out.", JsonText.Locate(ignored, file));
    }

    private void Invalid(string problem, JObject node, string path, string file) =>
        diagnostics.Error("epac-invalid", $"{problem} (node {path})", JsonText.Locate(node, file));
}
