using System.Collections.Immutable;
using System.Globalization;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using PolicyGen.Data;
using PolicyGen.Diagnostics;

namespace PolicyGen.Results;

/// <summary>
/// Reads a result property by property, and its findings one by one. They go to a function where there is one, and the
/// result has none; else the result has them.
/// </summary>
internal sealed class ResultJsonReader(TextReader input, string file, DiagnosticBag diagnostics, Action<Finding>? onFinding)
{
    // What a resource may nest, and the levels of the result around it.
    private const int MaxDepth = JsonText.MaxDepth + 16;

    // A file that is wrong in everything says so a hundred times, not half a million times.
    private const int MaxFaults = 100;

    private static readonly JsonLoadSettings Loading = new()
    {
        CommentHandling = CommentHandling.Ignore,
        DuplicatePropertyNameHandling = DuplicatePropertyNameHandling.Error,
        LineInfoHandling = LineInfoHandling.Load,
    };

    private readonly ResultBinder _binder = new();
    private RunInfo? _run;
    private ImmutableArray<RequirementResult> _requirements = [];
    private ImmutableArray<ControlResult> _controls = [];
    private readonly List<Finding> _findings = [];
    private readonly List<ResourceChange> _changes = [];
    private (int Evaluated, int NonCompliant) _resources;
    private AuditReport? _audit;

    public RunResult? Read()
    {
        using var json = new JsonTextReader(input)
        {
            DateParseHandling = DateParseHandling.None,
            FloatParseHandling = FloatParseHandling.Double,
            MaxDepth = MaxDepth,
            Culture = CultureInfo.InvariantCulture,
            CloseInput = false,
        };
        try
        {
            return ReadDocument(json);
        }
        catch (JsonReaderException e)
        {
            diagnostics.Error("json-malformed", FirstSentence(e.Message), new SourceLocation(file, e.LineNumber, e.LinePosition, e.Path ?? ""));
        }
        catch (JsonException e)
        {
            diagnostics.Error("json-malformed", FirstSentence(e.Message), new SourceLocation(file, json.LineNumber, json.LinePosition, json.Path));
        }

        return null;
    }

    private RunResult? ReadDocument(JsonTextReader json)
    {
        if (!Next(json) || json.TokenType != JsonToken.StartObject)
            return Refuse(json, "The file is not a result of policygen: it holds no JSON object.");
        string? schema = null;
        while (Next(json) && json.TokenType == JsonToken.PropertyName && diagnostics.Count < MaxFaults)
        {
            var name = (string)json.Value!;
            Next(json);
            if (name == "schema")
                schema = json.Value as string;
            if (name == "schema" && schema != ResultJson.Schema)
                return Refuse(json, $"The file is not a result of this version: its schema is not \"{ResultJson.Schema}\".");
            ReadMember(name, json);
        }

        if (schema is null && !diagnostics.HasErrors)
            return Refuse(json, $"The file is not a result of policygen: it has no \"schema\": \"{ResultJson.Schema}\".");
        if (!diagnostics.HasErrors && json.TokenType != JsonToken.EndObject)
            diagnostics.Error("json-malformed", "The JSON document ends too early.", Here(json));
        if (!diagnostics.HasErrors && Next(json))
            diagnostics.Error("json-malformed", "There is more text after the end of the JSON document.", Here(json));
        if (_run is null && !diagnostics.HasErrors)
            diagnostics.Error(DataNode.MismatchId, "The property \"run\" is missing.", new SourceLocation(file));
        return diagnostics.HasErrors ? null : new RunResult(
            _run!,
            _requirements,
            _controls,
            [.. _findings.Select(f => f with { Policy = _binder.Final(f.Policy) })],
            [.. _changes.Select(c => c with { Policy = _binder.Final(c.Policy) })],
            _resources.Evaluated,
            _resources.NonCompliant)
        {
            Audit = _audit,
        };
    }

    private void ReadMember(string name, JsonTextReader json)
    {
        switch (name)
        {
            case "run":
                _run = ResultBinder.Run(Load(json));
                break;
            case "summary":
                var resources = Load(json).Require("resources");
                _resources = (resources?.Number("evaluated") ?? 0, resources?.Number("nonCompliant") ?? 0);
                break;
            case "requirements":
                _requirements = [.. Load(json).Elements().Select(ResultBinder.Requirement)];
                break;
            case "controls":
                _controls = [.. Load(json).Elements().Select(ResultBinder.Control)];
                break;
            // Whoever takes findings one by one wants nothing else, and this may be long.
            case "audit" when onFinding is null:
                _audit = AuditBinder.Report(Load(json));
                break;
            case "policies":
                _binder.Policies(Load(json));
                break;
            case "findings":
                Each(json, node => (onFinding ?? _findings.Add)(_binder.Finding(node)));
                break;
            case "changes":
                Each(json, node => _changes.Add(_binder.Change(node)));
                break;
            default:
                json.Skip();
                break;
        }
    }

    private void Each(JsonTextReader json, Action<DataNode> take)
    {
        if (json.TokenType != JsonToken.StartArray)
        {
            Load(json).Expected("an array");
            return;
        }

        while (Next(json) && json.TokenType != JsonToken.EndArray && diagnostics.Count < MaxFaults)
            take(Load(json));
    }

    private DataNode Load(JsonTextReader json) => new(JToken.ReadFrom(json, Loading), file, diagnostics);

    private RunResult? Refuse(JsonTextReader json, string message)
    {
        diagnostics.Error("result-schema", message, Here(json));
        return null;
    }

    private SourceLocation Here(JsonTextReader json) => new(file, json.LineNumber, json.LinePosition, json.Path);

    private static bool Next(JsonTextReader json)
    {
        while (json.Read())
        {
            if (json.TokenType != JsonToken.Comment)
                return true;
        }

        return false;
    }

    private static string FirstSentence(string message)
    {
        var end = message.IndexOf(" Path '", StringComparison.Ordinal);
        return end < 0 ? message : message[..end];
    }
}
