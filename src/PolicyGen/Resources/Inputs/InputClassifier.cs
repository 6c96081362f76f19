using System.Text;

namespace PolicyGen.Resources.Inputs;

/// <summary>
/// Tells what a file is: by its extension, and JSON by the first part of its content, so that an export of any size is
/// never loaded for it.
/// </summary>
public static class InputClassifier
{
    /// <summary>Number of bytes of a JSON file that are looked at.</summary>
    public const int PrefixBytes = 64 * 1024;

    private static readonly string[] PolicyProperties = ["policyRule", "policyDefinitions", "policyDefinitionId", "policyAssignmentId"];

    /// <summary>Endings of the files that can be inputs.</summary>
    public static IReadOnlyList<string> Extensions { get; } = [".bicep", ".bicepparam", ".json", ".jsonc", ".jsonl", ".ndjson"];

    /// <summary>Tells what a file is. Never throws for what it finds.</summary>
    /// <param name="path">The file.</param>
    public static InputClassification Classify(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        switch (Path.GetExtension(path).ToLowerInvariant())
        {
            case ".bicep":
                return File.Exists(path) ? new(InputKind.Bicep, path, "The extension is .bicep.") : Missing(path);
            case ".bicepparam":
                return File.Exists(path) ? new(InputKind.BicepParameters, path, "The extension is .bicepparam.") : Missing(path);
            default:
                try
                {
                    var (prefix, whole) = ReadPrefix(path);
                    return ClassifyJson(path, prefix, whole);
                }
                catch (FileNotFoundException)
                {
                    return Missing(path);
                }
                catch (Exception e) when (e is IOException or UnauthorizedAccessException)
                {
                    return new(InputKind.Unreadable, path, $"The file cannot be read: {e.Message}");
                }
        }
    }

    // The compiler writes "metadata": {"_generator": {"name": "bicep", …}} near the top of every template.
    internal static bool MentionsBicepGenerator(string path)
    {
        try
        {
            return ReadPrefix(path).Prefix.AsSpan().IndexOf("\"_generator\""u8) >= 0;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static InputClassification Missing(string path) => new(InputKind.Unreadable, path, "The file does not exist.");

    private static (byte[] Prefix, bool Whole) ReadPrefix(string path)
    {
        using var file = File.OpenHandle(path);
        var buffer = new byte[PrefixBytes];
        var length = 0;
        while (length < buffer.Length && RandomAccess.Read(file, buffer.AsSpan(length), length) is > 0 and var read)
            length += read;
        return (buffer[..length], length < buffer.Length);
    }

    private static InputClassification ClassifyJson(string path, byte[] prefix, bool whole)
    {
        using var text = new StreamReader(new MemoryStream(prefix), Encoding.UTF8, detectEncodingFromByteOrderMarks: true);
        var facts = JsonFacts.Read(text);
        var known = FromFacts(path, facts);
        if (known is { Kind: not InputKind.Other })
        {
            // The compiler reads templates in any encoding; the rest is read here.
            return text.CurrentEncoding is not UTF8Encoding && known.Kind is InputKind.Export or InputKind.Snapshot or InputKind.WhatIf
                ? new(InputKind.Malformed, path, $"The file is encoded as {text.CurrentEncoding.WebName}; save it as UTF-8 (Windows PowerShell: | Out-File -Encoding utf8).")
                : known;
        }

        // A fault at the cut is none.
        if (whole && (facts.Fault is not null || facts.EndedEarly) && LooksLikeInput(prefix))
        {
            var fault = facts.Fault is null ? "it ends too early." : FirstSentence(facts.Fault.Message);
            return new(InputKind.Malformed, path, $"The file is not valid JSON: {fault}", facts.Fault?.LineNumber ?? 0);
        }

        return known ?? new(InputKind.Other, path, facts.Fault is not null ? "The file is not JSON."
            : whole && facts.EndedEarly ? "The file is not JSON: it ends too early."
            : "The JSON is none of the forms that are known.");
    }

    private static InputClassification? FromFacts(string path, JsonFacts facts)
    {
        InputClassification Is(InputKind kind, string reason) => new(kind, path, reason);

        var root = facts.Object;
        if (facts.Root == Newtonsoft.Json.JsonToken.StartArray)
        {
            return IsPolicy(root, facts.Properties) ? Is(InputKind.PolicyDocument, "It is a list of policy documents.")
                : IsResource(root) ? Is(InputKind.Export, "It is a list of resources.")
                : facts.IsEmptyList ? Is(InputKind.Export, "It is an empty list.")
                : null;
        }

        if (root.Schema is { } schema)
        {
            if (schema.Contains("deploymentTemplate.json", StringComparison.OrdinalIgnoreCase))
                return Is(InputKind.Template, $"Its $schema is {schema}.");
            if (schema.Contains("deploymentParameters.json", StringComparison.OrdinalIgnoreCase))
                return Is(InputKind.TemplateParameters, $"Its $schema is {schema}.");
            if (schema.Contains("schema.management.azure.com", StringComparison.OrdinalIgnoreCase))
                return Is(InputKind.Other, $"Its $schema is {schema}.");
        }

        if (root.HasArray("predictedResources"))
            return Is(InputKind.Snapshot, "It has predictedResources.");
        if (root.HasArray("changes") && IsWhatIf(root, facts) || facts.Properties.HasArray("changes") && IsWhatIf(facts.Properties, facts))
            return Is(InputKind.WhatIf, "It has changes with a changeType.");
        if (IsPolicy(root, facts.Properties))
            return Is(InputKind.PolicyDocument, "It is a policy document.");
        if (IsResource(root))
            return Is(InputKind.Export, "It is a resource.");
        if (root.Has("contentVersion") && root.Has("resources"))
            return Is(InputKind.Malformed, "It looks like a template, but has no $schema.");
        foreach (var name in (string[])["value", "data", "resources"])
        {
            if (facts.FirstElements.GetValueOrDefault(name) is not { } element)
                continue;
            if (IsPolicy(element, new ObjectFacts()))
                return Is(InputKind.PolicyDocument, $"Its {name} is a list of policy documents.");
            if (IsResource(element))
                return Is(InputKind.Export, $"Its {name} is a list of resources.");
        }

        if (facts.Objects.GetValueOrDefault("data") is { } table && table.HasArray("columns") && table.Has("rows") || root.HasArray("columns") && root.HasArray("rows"))
            return Is(InputKind.Export, "It is a table of Azure Resource Graph.");
        return facts.IsEmptyList ? Is(InputKind.Export, "It is an empty list.") : null;
    }

    private static bool IsWhatIf(ObjectFacts holder, JsonFacts facts) =>
        facts.FirstElements.TryGetValue("changes", out var change)
            ? change.Has("changeType")
            : facts.Object.Has("status") || holder.Has("potentialChanges");

    private static bool IsResource(ObjectFacts facts) =>
        facts.Id is { } id && (id.StartsWith("/subscriptions/", StringComparison.OrdinalIgnoreCase) || id.StartsWith("/providers/", StringComparison.OrdinalIgnoreCase));

    private static bool IsPolicy(ObjectFacts facts, ObjectFacts properties) =>
        facts.Type is { } type ? type.StartsWith("Microsoft.Authorization/policy", StringComparison.OrdinalIgnoreCase)
        : facts.Id is { } id && id.Contains("/providers/Microsoft.Authorization/policy", StringComparison.OrdinalIgnoreCase)
        || PolicyProperties.Any(p => facts.Has(p) || properties.Has(p));

    private static bool LooksLikeInput(byte[] prefix)
    {
        var text = Encoding.UTF8.GetString(prefix);
        return text.Contains("schema.management.azure.com", StringComparison.OrdinalIgnoreCase)
            || text.Contains("\"predictedResources\"", StringComparison.Ordinal)
            || text.Contains("\"changeType\"", StringComparison.Ordinal)
            || text.Contains("\"/subscriptions/", StringComparison.OrdinalIgnoreCase);
    }

    private static string FirstSentence(string message)
    {
        var end = message.IndexOf(" Path '", StringComparison.Ordinal);
        return end < 0 ? message : message[..end];
    }
}
