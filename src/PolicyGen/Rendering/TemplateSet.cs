using System.Collections.Concurrent;
using System.Globalization;
using PolicyGen.Diagnostics;
using Scriban;
using Scriban.Parsing;
using Scriban.Runtime;
using Scriban.Syntax;

namespace PolicyGen.Rendering;

/// <summary>
/// The Scriban templates of one folder, parsed once. They run strict: an undefined variable, a missing function or a
/// wrong type is an error with the template's file and line, never an empty string in what is deployed.
/// </summary>
internal sealed class TemplateSet : ITemplateLoader
{
    // Patterns nest a few levels and loop over a few hundred items; a template that does more is broken.
    private const int MaxLoop = 20_000;
    private const int MaxRecursion = 50;

    private readonly string _folder;
    private readonly string _display;
    private readonly DiagnosticBag _diagnostics;
    private readonly Dictionary<string, Template?> _templates = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();
    private Dictionary<string, Template>? _includes;

    // A context costs more than a rendering; it is used again by whichever thread comes next.
    private readonly ConcurrentBag<TemplateContext> _contexts = [];

    // Scriban's own functions are found by reflection: once, not once a rendering.
    private readonly ScriptObject _builtins = TemplateContext.GetDefaultBuiltinObject();

    /// <summary>Templates under a folder.</summary>
    /// <param name="folder">Absolute path.</param>
    /// <param name="display">How diagnostics name the folder, for example <c>templates/definitions</c>.</param>
    /// <param name="diagnostics">Receives syntax errors and errors at run time.</param>
    public TemplateSet(string folder, string display, DiagnosticBag diagnostics)
    {
        _folder = folder;
        _display = display;
        _diagnostics = diagnostics;
    }

    /// <summary>True when the template exists.</summary>
    public bool Exists(string name) => File.Exists(Path.Combine(_folder, name));

    /// <summary>Renders a template.</summary>
    /// <param name="name">File name in the folder.</param>
    /// <param name="globals">Variables and functions.</param>
    /// <param name="subject">What is rendered (a control's file), named in errors beside the template's line.</param>
    /// <returns>The text, or null after adding a diagnostic.</returns>
    public string? Render(string name, ScriptObject globals, SourceLocation subject)
    {
        if (Load(name) is not { } template)
            return null;

        if (!_contexts.TryTake(out var context))
            context = NewContext();
        context.PushGlobal(globals);
        try
        {
            var text = template.Render(context);
            context.PopGlobal();
            _contexts.Add(context);
            return text;
        }
        catch (ScriptRuntimeException e)
        {
            // What state the context is in nobody knows: it is not used again.
            var about = subject.File.Length == 0 ? "" : $" (while rendering {subject.File})";
            _diagnostics.Error("template-error", e.OriginalMessage + about, Locate(e.Span));
            return null;
        }
    }

    private TemplateContext NewContext()
    {
        var context = new TemplateContext(_builtins)
        {
            StrictVariables = true,
            EnableRelaxedFunctionAccess = false,
            EnableRelaxedIndexerAccess = false,
            EnableRelaxedMemberAccess = false,
            EnableRelaxedTargetAccess = false,
            EnableNullIndexer = false,
            LoopLimit = MaxLoop,
            RecursiveLimit = MaxRecursion,
            LimitToString = 0,
            TemplateLoader = this,
            NewLine = "\n",
        };
        context.PushCulture(CultureInfo.InvariantCulture);
        // Includes are parsed once for all renderings, not once a rendering.
        foreach (var (include, parsed) in Includes())
            context.CachedTemplates[include] = parsed;
        return context;
    }

    // By convention the templates that others include start with an underscore.
    private Dictionary<string, Template> Includes()
    {
        lock (_lock)
        {
            if (_includes is null)
            {
                _includes = new Dictionary<string, Template>(StringComparer.Ordinal);
                foreach (var path in Directory.EnumerateFiles(_folder, "_*.scriban"))
                {
                    var name = Path.GetFileName(path);
                    if (Load(name) is { } template)
                        _includes[name] = template;
                }
            }

            return _includes;
        }
    }

    private Template? Load(string name)
    {
        lock (_lock)
        {
            if (_templates.TryGetValue(name, out var known))
                return known;

            var display = $"{_display}/{name}";
            Template? template = null;
            if (Data.JsonText.ReadFile(Path.Combine(_folder, name), display, _diagnostics) is { } text)
            {
                template = Template.Parse(text, display);
                foreach (var message in template.Messages.Where(m => m.Type == ParserMessageType.Error))
                    _diagnostics.Error("template-error", message.Message, Locate(message.Span));
                if (template.HasErrors)
                    template = null;
            }

            return _templates[name] = template;
        }
    }

    private SourceLocation Locate(SourceSpan span) =>
        new(span.FileName ?? _display, span.Start.Line + 1, span.Start.Column + 1);

    string ITemplateLoader.GetPath(TemplateContext context, SourceSpan callerSpan, string templateName) => templateName;

    string ITemplateLoader.Load(TemplateContext context, SourceSpan callerSpan, string templatePath) =>
        throw new ScriptRuntimeException(callerSpan, $"There is no include '{templatePath}' in {_display}; names of includes start with an underscore.");

    ValueTask<string?> ITemplateLoader.LoadAsync(TemplateContext context, SourceSpan callerSpan, string templatePath) =>
        ValueTask.FromResult<string?>(((ITemplateLoader)this).Load(context, callerSpan, templatePath));
}
