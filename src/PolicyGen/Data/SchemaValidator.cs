using System.Globalization;
using Newtonsoft.Json.Linq;
using NJsonSchema;
using NJsonSchema.Validation;
using PolicyGen.Diagnostics;

namespace PolicyGen.Data;

/// <summary>Validates data files against the JSON Schemas under policies/schemas. Used by one thread at a time.</summary>
public sealed class SchemaValidator
{
    private readonly Dictionary<string, JsonSchema> _schemas = new(StringComparer.Ordinal);
    private readonly string _folder;

    /// <summary>Uses the schemas in a folder; each is read when it is first needed.</summary>
    public SchemaValidator(string folder) => _folder = folder;

    /// <summary>
    /// Validates a document; every fault becomes a <c>schema</c> diagnostic with its line, column and JSON path.
    /// </summary>
    /// <param name="document">The document, parsed with line information.</param>
    /// <param name="file">Name for diagnostics.</param>
    /// <param name="schema">File name of the schema, for example <c>control.schema.json</c>.</param>
    /// <param name="diagnostics">Receives the faults.</param>
    /// <param name="definition">Name of a schema under <c>definitions</c> to use instead of the root.</param>
    /// <returns>True when the document is valid.</returns>
    public bool Validate(JToken document, string file, string schema, DiagnosticBag diagnostics, string? definition = null)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(diagnostics);
        var root = Load(schema);
        var used = root;
        if (definition is not null && !root.Definitions.TryGetValue(definition, out used))
            return true;

        var errors = new JsonSchemaValidator(new JsonSchemaValidatorSettings()).Validate(document, used, SchemaType.JsonSchema);
        foreach (var error in errors.SelectMany(Innermost))
            diagnostics.Error("schema", Describe(error), Locate(document, error, file));
        return errors.Count == 0;
    }

    // The schemas are ours: one that cannot be read is a broken installation, not bad input.
    private JsonSchema Load(string name)
    {
        if (_schemas.TryGetValue(name, out var known))
            return known;
        var schema = JsonSchema.FromJsonAsync(File.ReadAllText(Path.Combine(_folder, name))).GetAwaiter().GetResult();
        // At the root only if/then stand there, for editors. The library does not know them and would visit each in vain;
        // what they say is validated by naming the definition.
        schema.AllOf.Clear();
        return _schemas[name] = schema;
    }

    // "No alternative matches" helps nobody: the faults of the alternative that comes nearest do.
    private static IEnumerable<ValidationError> Innermost(ValidationError error)
    {
        if (error is ChildSchemaValidationError { Errors.Count: > 0 } child)
        {
            var nearest = child.Errors.Values.MinBy(e => e.Count)!;
            return nearest.Count == 0 ? [error] : nearest.SelectMany(Innermost);
        }

        return [error];
    }

    private static SourceLocation Locate(JToken document, ValidationError error, string file)
    {
        var path = (error.Path ?? "").TrimStart('#').Replace("/", "", StringComparison.Ordinal);
        var prefix = document.Path;
        // For a part of a document the library gives paths from the part or from the whole, by kind of fault.
        var full = prefix.Length == 0 || path.StartsWith(prefix, StringComparison.Ordinal) ? path : path.Length == 0 ? prefix : path[0] == '[' ? prefix + path : $"{prefix}.{path}";
        return error.HasLineInfo
            ? new SourceLocation(file, error.LineNumber, error.LinePosition, full)
            : new SourceLocation(file, 0, 0, full);
    }

    private static string Describe(ValidationError error) => error.Kind switch
    {
        ValidationErrorKind.PropertyRequired => $"The property \"{error.Property}\" is missing.",
        ValidationErrorKind.NoAdditionalPropertiesAllowed => $"The property \"{error.Property}\" is not known here; known are {string.Join(", ", error.Schema.ActualProperties.Keys.Order(StringComparer.Ordinal))}.",
        ValidationErrorKind.NotInEnumeration => $"The value must be one of {string.Join(", ", error.Schema.ActualSchema.Enumeration.Select(v => Convert.ToString(v, CultureInfo.InvariantCulture)))}.",
        ValidationErrorKind.PatternMismatch => $"The value must match the pattern {error.Schema.ActualSchema.Pattern}.",
        ValidationErrorKind.StringTooLong => string.Create(CultureInfo.InvariantCulture, $"The text is longer than {error.Schema.ActualSchema.MaxLength} characters."),
        ValidationErrorKind.StringTooShort => string.Create(CultureInfo.InvariantCulture, $"The text is shorter than {error.Schema.ActualSchema.MinLength} characters."),
        ValidationErrorKind.StringExpected => "Expected a string.",
        ValidationErrorKind.NumberExpected => "Expected a number.",
        ValidationErrorKind.IntegerExpected => "Expected a whole number.",
        ValidationErrorKind.BooleanExpected => "Expected true or false.",
        ValidationErrorKind.ObjectExpected => "Expected an object.",
        ValidationErrorKind.ArrayExpected => "Expected an array.",
        ValidationErrorKind.TooFewItems => string.Create(CultureInfo.InvariantCulture, $"Expected at least {error.Schema.ActualSchema.MinItems} items."),
        ValidationErrorKind.TooManyItems => string.Create(CultureInfo.InvariantCulture, $"Expected at most {error.Schema.ActualSchema.MaxItems} items."),
        ValidationErrorKind.ItemsNotUnique => "The items must differ.",
        ValidationErrorKind.NoTypeValidates => "The value has the wrong type.",
        _ => $"The value does not satisfy the schema: {error.Kind}.",
    };
}
