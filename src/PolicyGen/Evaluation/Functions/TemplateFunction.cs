using System.Collections.Immutable;
using Newtonsoft.Json.Linq;

namespace PolicyGen.Evaluation.Functions;

/// <summary>
/// What a function computes. The arguments have the types that the function asks for, or are unknown where it
/// <see cref="TemplateFunction.SeesUnknown"/>. They may be shared with other threads and must not be changed or given
/// a parent: what goes into a new array or object is cloned first.
/// </summary>
internal delegate PolicyValue FunctionBody(ReadOnlySpan<JToken> arguments);

/// <summary>A template function whose result depends on nothing but its arguments.</summary>
/// <param name="Name">Name in Azure's spelling; compared without regard to case.</param>
/// <param name="MinArguments">Least number of arguments.</param>
/// <param name="MaxArguments">Greatest number of arguments; int.MaxValue where there is none.</param>
/// <param name="SeesUnknown">
/// True when the body takes arguments that are, or hold, unknown values and decides what can be said. Otherwise the
/// result is unknown as soon as anything in an argument is.
/// </param>
/// <param name="Parameters">Types that each argument may have; the last entry also counts for all that follow.</param>
/// <param name="Body">The computation.</param>
internal sealed record TemplateFunction(
    string Name,
    int MinArguments,
    int MaxArguments,
    bool SeesUnknown,
    ImmutableArray<TokenKinds> Parameters,
    FunctionBody Body)
{
    /// <summary>Stands for no greatest number of arguments.</summary>
    public const int Unlimited = int.MaxValue;

    /// <summary>A function of a fixed number of arguments that knows nothing when an argument is not known.</summary>
    public static TemplateFunction Of(string name, FunctionBody body, params ImmutableArray<TokenKinds> parameters) =>
        new(name, parameters.Length, parameters.Length, false, parameters, body);

    /// <summary>A function of a fixed number of arguments that takes unknown values.</summary>
    public static TemplateFunction Seeing(string name, FunctionBody body, params ImmutableArray<TokenKinds> parameters) =>
        new(name, parameters.Length, parameters.Length, true, parameters, body);
}
