using Scriban;
using Scriban.Runtime;
using Scriban.Syntax;

namespace PolicyGen.Rendering;

/// <summary>
/// A function that templates call. Scriban's own import of delegates looks at them by reflection, each time anew; a
/// rendering of the whole library calls some ten thousand.
/// </summary>
internal sealed class TemplateFunction(int parameters, Func<ScriptArray, object?> body) : IScriptCustomFunction
{
    /// <summary>A function of one argument.</summary>
    public static TemplateFunction Of(Func<object?, object?> body) => new(1, arguments => body(arguments[0]));

    /// <summary>A function of two arguments.</summary>
    public static TemplateFunction Of(Func<object?, object?, object?> body) => new(2, arguments => body(arguments[0], arguments[1]));

    /// <summary>An argument that must be text.</summary>
    public static string Text(object? argument) =>
        argument as string ?? throw new ArgumentException($"Expected text, found {argument?.GetType().Name ?? "nothing"}.");

    public int RequiredParameterCount => parameters;

    public int ParameterCount => parameters;

    public ScriptVarParamKind VarParamKind => ScriptVarParamKind.None;

    public Type ReturnType => typeof(object);

    public ScriptParameterInfo GetParameterInfo(int index) => new(typeof(object), "argument");

    public object? Invoke(TemplateContext context, ScriptNode? callerContext, ScriptArray arguments, ScriptBlockStatement? blockStatement)
    {
        if (arguments.Count != parameters)
            throw new ScriptRuntimeException(callerContext?.Span ?? default, $"The function takes {parameters} arguments, not {arguments.Count}.");
        try
        {
            return body(arguments);
        }
        catch (ArgumentException e)
        {
            throw new ScriptRuntimeException(callerContext?.Span ?? default, e.Message);
        }
    }

    public ValueTask<object?> InvokeAsync(TemplateContext context, ScriptNode? callerContext, ScriptArray arguments, ScriptBlockStatement? blockStatement) =>
        ValueTask.FromResult(Invoke(context, callerContext, arguments, blockStatement));
}
