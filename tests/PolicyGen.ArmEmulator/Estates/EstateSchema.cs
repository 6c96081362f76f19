using System.Globalization;
using Newtonsoft.Json.Linq;
using NJsonSchema;
using NJsonSchema.Validation;

namespace PolicyGen.ArmEmulator.Estates;

/// <summary>Checks files against a schema that is part of the program.</summary>
internal static class EstateSchema
{
    private const int MostErrors = 20;

    /// <exception cref="EstateException">It does not fit; the message gives every place.</exception>
    public static void Check(JObject document, string schemaName, string file)
    {
        using var stream = typeof(EstateSchema).Assembly.GetManifestResourceStream(schemaName) ?? throw new InvalidOperationException(schemaName + " is not part of the program.");
        using var reader = new StreamReader(stream);
        var schema = JsonSchema.FromJsonAsync(reader.ReadToEnd()).GetAwaiter().GetResult();
        var errors = new JsonSchemaValidator(new JsonSchemaValidatorSettings()).Validate(document, schema, SchemaType.JsonSchema).SelectMany(Innermost).Take(MostErrors).ToArray();
        if (errors.Length > 0)
            throw new EstateException(string.Join(Environment.NewLine, errors.Select(e => Describe(e, file))));
    }

    private static IEnumerable<ValidationError> Innermost(ValidationError error) =>
        error is ChildSchemaValidationError { Errors.Count: > 0 } child && child.Errors.Values.MinBy(e => e.Count) is { Count: > 0 } nearest
            ? nearest.SelectMany(Innermost)
            : [error];

    private static string Describe(ValidationError error, string file) => string.Create(
        CultureInfo.InvariantCulture,
        $"{file}({error.LineNumber},{error.LinePosition}): {(string.IsNullOrEmpty(error.Path) ? "#" : error.Path)}: {error.Kind}");
}
