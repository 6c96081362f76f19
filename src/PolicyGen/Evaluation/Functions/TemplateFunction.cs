using Newtonsoft.Json.Linq;

namespace PolicyGen.Evaluation.Functions;

/// <summary>What a function does with arguments that are known. Never throws for their content.</summary>
internal delegate PolicyValue FunctionBody(ReadOnlySpan<JToken> arguments);

/// <summary>A pure template function.</summary>
/// <param name="Name">Name, in Azure's spelling.</param>
/// <param name="MinArguments">Fewest arguments.</param>
/// <param name="MaxArguments">Most arguments.</param>
/// <param name="Body">What it does.</param>
/// <param name="SeesUnknown">
/// True for a function that decides itself about values that are not known: its arguments may hold some. For all others
/// the result is not known as soon as a part of an argument is not.
/// </param>
internal sealed record TemplateFunction(string Name, int MinArguments, int MaxArguments, FunctionBody Body, bool SeesUnknown = false);
