using System.Collections.Frozen;
using System.Collections.Immutable;
using Newtonsoft.Json.Linq;
using PolicyGen.Diagnostics;
using PolicyGen.Policies;

namespace PolicyGen.Resources.Exports;

/// <summary>Elements of an export that follow each other. It holds only where they are, and reads them when it is parsed.</summary>
internal sealed class ExportPiece(ExportSource source, FileStamp stamp, ImmutableArray<ExportElement> elements, ExportForm form) : ResourcePiece
{
    private const int MaxFaults = 20;

    /// <inheritdoc/>
    public override ImmutableArray<ArmResource> Parse(Func<string, bool>? wanted, DiagnosticBag diagnostics, Func<string, FrozenSet<string>?>? properties = null)
    {
        ArgumentNullException.ThrowIfNull(diagnostics);
        var chosen = elements.Where(e => e.State == ElementState.Opaque || wanted is null || wanted(e.Type!)).ToList();
        if (chosen.Count == 0)
            return [];

        var parser = source.RentParser();
        try
        {
            var start = chosen[0].Offset;
            var length = (int)(chosen[^1].Offset + chosen[^1].Length - start);
            var bytes = parser.Buffer(length);
            if (!stamp.TryRead(start, bytes.AsSpan(0, length), out var fault))
            {
                source.ReportMalformed(diagnostics, fault, chosen[0].Line);
                return [];
            }

            var faults = new ElementFaults(source, diagnostics, MaxFaults);
            var resources = ImmutableArray.CreateBuilder<ArmResource>(chosen.Count);
            foreach (var element in chosen)
            {
                if (Parse(parser, element, bytes.AsSpan((int)(element.Offset - start), (int)element.Length), wanted, properties, faults) is { } resource)
                    resources.Add(resource);
            }

            faults.Finish();
            return resources.DrainToImmutable();
        }
        finally
        {
            source.ReturnParser(parser);
        }
    }

    private ArmResource? Parse(ElementParser parser, ExportElement element, ReadOnlySpan<byte> utf8, Func<string, bool>? wanted, Func<string, FrozenSet<string>?>? properties, ElementFaults faults)
    {
        // A row has no names, and of an opaque element the type is not known yet.
        var keep = properties is not null && element.State == ElementState.Typed && form.Columns is null ? properties(element.Type!) : null;
        var token = parser.Parse(utf8, element.HasSurrogate, keep, out var fault);
        if (token is null)
        {
            faults.Add(fault.Message, element.Line + fault.Line - 1, fault.Column);
            return null;
        }

        // The scanner gives objects, and rows only where there are columns.
        var body = token as JObject ?? ExportBody.FromRow((JArray)token, form.Columns!);
        var id = Text(body, "id");
        if (id is not ['/', ..])
        {
            faults.Add("It has no id.", element.Line);
            return null;
        }

        if (element.State == ElementState.Opaque && body.Properties().Count(p => p.Name.Equals("type", StringComparison.OrdinalIgnoreCase)) > 1)
        {
            faults.Add("It has two types.", element.Line);
            return null;
        }

        var type = element.Type ?? ResourceTypes.Normalize(Text(body, "type") ?? ArmResourceId.Parse(id).Type);
        if (type.Length == 0)
        {
            faults.Add("Neither its type nor its id says what it is.", element.Line);
            return null;
        }

        if (element.State == ElementState.Opaque && wanted is not null && !wanted(type))
            return null;

        if (Text(body, "type") != type)
            body["type"] = type;
        var hasUnresolved = ExportBody.Complete(body, form.IsGraph);
        return new ArmResource
        {
            Id = id,
            Type = type,
            FullName = FullName(body, id, type),
            Content = body,
            Origin = ResourceOrigin.Existing,
            Source = new SourceLocation(source.File, element.Line),
            HasUnresolved = hasUnresolved,
        };
    }

    private static string FullName(JObject body, string id, string type)
    {
        var name = Text(body, "name");
        if (name is not null && type.AsSpan().Count('/') == 1)
            return name;
        return ArmResourceId.Parse(id).FullName is { Length: > 0 } full ? full : name ?? id;
    }

    private static string? Text(JObject body, string name) => body.Find(name) is JValue { Value: string text } ? text : null;
}
