using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using Newtonsoft.Json.Linq;

namespace PolicyGen.Evaluation.Functions;

/// <summary>
/// The template functions of policy rules that need nothing but their arguments. Their semantics are those of
/// MicrosoftDocs/azure-docs, azure-resource-manager/templates/template-functions-*.md, and, where those are silent, of
/// the Bicep compiler, which carries Azure's own evaluator (<c>bicep snapshot</c>); docs/template-functions.md names the
/// differences. A wrong type, an index out of range or a bad format is a failure, never an exception.
/// </summary>
internal static class TemplateFunctions
{
    /// <summary>
    /// Longest text that a function returns, in UTF-16 units (MicrosoftDocs/azure-docs, governance/policy/concepts/
    /// definition-structure-policy-rule.md, "Limits enforced during evaluation").
    /// </summary>
    public const int MaxTextLength = 131_072;

    private static readonly FrozenDictionary<string, TemplateFunction> ByName = ImmutableArray
        .Create<ImmutableArray<TemplateFunction>>(
            [ArrayFunctions.All, SequenceFunctions.All, SetFunctions.All, ObjectFunctions.All, AccessFunctions.All, JsonFunctions.All,
             LogicFunctions.All, ComparisonFunctions.All, NumberFunctions.All, TextFunctions.All, FormatFunctions.All,
             EncodingFunctions.All, HashFunctions.All, UriFunctions.All, CidrFunctions.All, IpRangeFunctions.All,
             DateFunctions.All, MiscellaneousFunctions.All])
        .SelectMany(family => family)
        .ToFrozenDictionary(function => function.Name, StringComparer.OrdinalIgnoreCase);

    /// <summary>All functions, in no order.</summary>
    public static ImmutableArray<TemplateFunction> All => ByName.Values;

    /// <summary>The function of that name, in any letter case; null when there is none here.</summary>
    public static TemplateFunction? Find(string name) => ByName.GetValueOrDefault(name);

    /// <summary>
    /// Calls a function: checks number and types of the arguments and Azure's limits on what functions take and return,
    /// and spreads unknown values. The arguments are not changed; the result may be one of them or a part of one.
    /// </summary>
    public static PolicyValue Invoke(TemplateFunction function, ReadOnlySpan<JToken> arguments)
    {
        if (arguments.Length < function.MinArguments || arguments.Length > function.MaxArguments)
            return Failed(function, $"it takes {Arity(function)}, and {arguments.Length.ToString(CultureInfo.InvariantCulture)} are given");

        JToken? unknown = null;
        foreach (var argument in arguments)
        {
            var scan = TokenScan.Of(argument);
            if (scan.Excess is not null)
                return Failed(function, $"Azure Policy gives no function {scan.Excess}");
            unknown ??= scan.FirstUnknown;
        }

        if (unknown is not null && !function.SeesUnknown)
            return PolicyValue.Of(unknown);
        for (var i = 0; i < arguments.Length; i++)
        {
            var accepted = function.Parameters[Math.Min(i, function.Parameters.Length - 1)];
            var kind = Tokens.Kind(arguments[i]);
            if ((kind & (accepted | TokenKinds.Unknown)) == 0)
                return Failed(function, $"argument {(i + 1).ToString(CultureInfo.InvariantCulture)} must be {Tokens.Describe(accepted)}, not {Tokens.Describe(kind)}");
        }

        var result = function.Body(arguments);
        return result.IsError ? Failed(function, result.Error!) : Bounded(function, result);
    }

    private static PolicyValue Bounded(TemplateFunction function, PolicyValue result)
    {
        var token = result.Token;
        if (token is JValue)
            return token.Type == JTokenType.String && Tokens.Text(token).Length > MaxTextLength ? Failed(function, TooLong) : result;
        return TokenScan.Of(token).Excess is { } excess ? Failed(function, $"Azure Policy lets no function return {excess}") : result;
    }

    /// <summary>Says that a text would be longer than <see cref="MaxTextLength"/>.</summary>
    public const string TooLong = "Azure Policy lets no function return a text of more than 131,072 characters";

    private static PolicyValue Failed(TemplateFunction function, string why) => PolicyValue.Failed($"{function.Name}() fails: {why}.");

    private static string Arity(TemplateFunction function) => function switch
    {
        { MaxArguments: TemplateFunction.Unlimited } => string.Create(CultureInfo.InvariantCulture, $"at least {function.MinArguments} arguments"),
        { MinArguments: var least, MaxArguments: var most } when least == most => string.Create(CultureInfo.InvariantCulture, $"{least} arguments"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{function.MinArguments} to {function.MaxArguments} arguments"),
    };
}
