using System.Collections.Immutable;
using System.Text;
using System.Text.RegularExpressions;
using Newtonsoft.Json.Linq;
using PolicyGen.Diagnostics;
using PolicyGen.Rendering.Bicep;

namespace PolicyGen.Bicep;

/// <summary>
/// A generated parameter file: <c>using '…'</c> and one <c>param</c> for each value. Values are written as literals, so
/// that nothing in them is ever evaluated.
/// </summary>
/// <remarks>
/// Values of secure parameters are not written: the compiler never shows them in a snapshot, so that any reference to a
/// vault stands in for them.
/// </remarks>
internal sealed partial class ParameterAssignments
{
    private readonly List<(int Line, SourceLocation Location)> _lines = [];
    private readonly StringBuilder _text = new();
    private int _line;

    private ParameterAssignments(string template) => Append($"using {BicepText.Quote(template)}", SourceLocation.None);

    /// <summary>The file.</summary>
    public string Text => _text.ToString();

    /// <summary>Writes the file.</summary>
    /// <param name="templateFile">File name of the template beside it.</param>
    /// <param name="template">The template. Parameters whose name is no identifier cannot be assigned; they get the value as their default.</param>
    /// <param name="parameters">The values, under the names of the template.</param>
    public static ParameterAssignments Write(string templateFile, JObject template, ImmutableArray<TemplateParameter> parameters)
    {
        var result = new ParameterAssignments(templateFile);
        foreach (var parameter in parameters)
        {
            var declaration = template["parameters"]?[parameter.Name] as JObject ?? [];
            if (CanAssign(parameter.Name))
                result.Append($"param {parameter.Name} = {Literal(parameter, declaration)}", parameter.Location);
        }

        return result;
    }

    /// <summary>True when Bicep can assign to a parameter of the name: ARM allows any name.</summary>
    public static bool CanAssign(string name) => Identifier().IsMatch(name);

    /// <summary>A template of which the parameters that cannot be assigned have the given values as defaults.</summary>
    /// <returns>The template itself when there are none.</returns>
    public static JObject WithDefaults(JObject template, ImmutableArray<TemplateParameter> parameters)
    {
        var unnamable = parameters.Where(p => !CanAssign(p.Name) && p.Value["value"] is not null).ToList();
        if (unnamable.Count == 0)
            return template;
        var changed = (JObject)template.DeepClone();
        foreach (var parameter in unnamable)
            changed["parameters"]![parameter.Name]!["defaultValue"] = Escape(parameter.Value["value"]!);
        return changed;
    }

    /// <summary>Where the value is given that stands in a line of the file, counted from 0.</summary>
    public SourceLocation? Locate(int line)
    {
        var index = _lines.FindLastIndex(l => l.Line <= line);
        return index < 0 || _lines[index].Location == SourceLocation.None ? null : _lines[index].Location;
    }

    private void Append(string statement, SourceLocation location)
    {
        _lines.Add((_line, location));
        _text.Append(statement).Append('\n');
        _line += statement.Count(c => c == '\n') + 1;
    }

    private static string Literal(TemplateParameter parameter, JObject declaration)
    {
        var type = ((string?)(declaration["type"] as JValue) ?? "").ToUpperInvariant();
        if (type == "SECURESTRING")
            return Secret(parameter.Value["reference"]);
        if (type == "SECUREOBJECT")
            return declaration["properties"] is null && declaration["additionalProperties"] is null ? "{}" : Unknown(parameter.Name);
        if (parameter.Value["value"] is { } value)
            return BicepText.Literal(value);
        return parameter.Value["reference"] is { } reference ? Secret(reference) : Unknown(parameter.Name);
    }

    // az.getSecret(subscription, resource group, vault, secret [, version])
    private static string Secret(JToken? reference)
    {
        var id = VaultId().Match((string?)(reference?["keyVault"]?["id"] as JValue) ?? "");
        string[] arguments = id.Success
            ? [id.Groups["subscription"].Value, id.Groups["group"].Value, id.Groups["vault"].Value, Text("secretName") ?? "secret", .. Text("secretVersion") is { } version ? [version] : Array.Empty<string>()]
            : [DeploymentContext.PlaceholderSubscription, DeploymentContext.PlaceholderResourceGroup, "vault", "secret"];
        return $"az.getSecret({string.Join(", ", arguments.Select(BicepText.Quote))})";

        string? Text(string name) => (string?)(reference?[name] as JValue);
    }

    // Known only when it is deployed: it stays an expression in the snapshot.
    private static string Unknown(string name) => $"externalInput('policygen.unknown', {BicepText.Quote(name)})";

    // In a template a text in brackets is an expression; in a parameter file it is a text.
    private static JToken Escape(JToken value) => value switch
    {
        JObject members => new JObject(members.Properties().Select(p => new JProperty(p.Name, Escape(p.Value)))),
        JArray items => new JArray(items.Select(Escape)),
        JValue { Value: string text } when text.StartsWith('[') => new JValue("[" + text),
        _ => value,
    };

    [GeneratedRegex("^[A-Za-z_][A-Za-z0-9_]*$", RegexOptions.CultureInvariant)]
    private static partial Regex Identifier();

    [GeneratedRegex("^/subscriptions/(?<subscription>[^/]+)/resourceGroups/(?<group>[^/]+)/providers/Microsoft\\.KeyVault/vaults/(?<vault>[^/]+)/?$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex VaultId();
}
