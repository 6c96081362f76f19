using System.Globalization;
using System.Text;
using Newtonsoft.Json.Linq;
using PolicyGen.Policies.Expressions;
using PolicyGen.Resources;

namespace PolicyGen.Policies.Loading;

/// <summary>
/// What the expressions of an ARM template certainly are, without deploying it: literals, variables, what a nested
/// deployment is given, texts put together of them, the ends of resource ids. Everything else is not known, the parameters
/// of the whole template among it, defaults or not: who deploys it may give others.
/// </summary>
/// <param name="template">The template; null where there are neither variables nor parameters.</param>
/// <param name="given">Resolved values that a nested deployment gives to the parameters; null for a template as a whole.</param>
/// <param name="budget">What resolving may cost.</param>
internal sealed class TemplateValues(JObject? template, IReadOnlyDictionary<string, JToken>? given, TemplateBudget budget)
{
    // Variables of variables.
    private const int MaxDepth = 8;
    private const char Hole = '\uFFFC';

    private readonly JObject? _variables = template?.Find("variables") as JObject;
    private readonly JObject? _parameters = template?.Find("parameters") as JObject;

    /// <summary>The values of a template that this one deploys.</summary>
    public TemplateValues Nested(JObject nested, JObject deploymentProperties)
    {
        var values = new Dictionary<string, JToken>(StringComparer.OrdinalIgnoreCase);
        foreach (var property in (deploymentProperties.Find("parameters") as JObject ?? []).Properties())
        {
            if (property.Value is JObject parameter)
                values[property.Name] = parameter.Find("value") is { } value ? Resolve(value) : Unresolved.Create("a secret");
        }

        return new TemplateValues(nested, values, budget);
    }

    /// <summary>
    /// A copy in which every text is what the deployment would make of it: unescaped, evaluated, or <see cref="Unresolved"/>.
    /// </summary>
    public JToken Resolve(JToken token) => Resolve(token, 0);

    /// <summary>
    /// A name or id. Parts that are not known stand as <c>{unknown}</c>; null when the last segment is not known.
    /// </summary>
    public string? Text(JToken? token)
    {
        if (token is not { Type: JTokenType.String })
            return null;
        var text = (string)token!;
        if (!TemplateText.IsExpression(text))
            return TemplateText.Unescape(text);
        if (ExpressionParser.Parse(text).Expression is not { } expression)
            return null;
        var known = Holes(expression, 0);
        var last = ResourceIds.LastSegment(known);
        return last.Length == 0 || last.Contains(Hole) ? null : known.Replace(Hole.ToString(), "{unknown}", StringComparison.Ordinal);
    }

    private JToken Resolve(JToken token, int depth)
    {
        if (!budget.Take(1))
            return Unresolved.Create("the template is too large");
        switch (token)
        {
            case JObject source:
                var made = new JObject().At(source);
                foreach (var property in source.Properties())
                    made.Add(new JProperty(property.Name, Resolve(property.Value, depth)).At(property));
                return made;
            case JArray source:
                var array = new JArray().At(source);
                foreach (var element in source)
                    array.Add(Resolve(element, depth));
                return array;
            case JValue { Type: JTokenType.String, Value: string text }:
                if (!budget.Take(text.Length))
                    return Unresolved.Create("the template is too large");
                if (!TemplateText.IsExpression(text))
                    return new JValue(TemplateText.Unescape(text)).At(token);
                var value = ExpressionParser.Parse(text).Expression is { } expression ? Evaluate(expression, depth) : null;
                return value is not null && budget.Take(Size(value)) ? value.DeepClone() : Unresolved.Create(text).At(token);
            default:
                return token.DeepClone();
        }
    }

    private static long Size(JToken value) => value switch
    {
        JContainer container => container.DescendantsAndSelf().Count(),
        JValue { Value: string text } => text.Length,
        _ => 1,
    };

    private JToken? Evaluate(Expression expression, int depth)
    {
        if (!budget.Take(1) || depth > MaxDepth)
            return null;
        var value = expression switch
        {
            StringLiteral literal => new JValue(literal.Value),
            IntegerLiteral literal => new JValue(literal.Value),
            PropertyAccess access => (Evaluate(access.Target, depth) as JObject)?.Find(access.Name),
            IndexAccess access => Element(Evaluate(access.Target, depth), Evaluate(access.Index, depth)),
            FunctionCall call => Call(call, depth),
            _ => null,
        };
        return value is null || Unresolved.Is(value) ? null : value;
    }

    private static JToken? Element(JToken? target, JToken? index) => (target, index) switch
    {
        (JArray array, JValue { Value: long at }) => at >= 0 && at < array.Count ? array[(int)at] : null,
        (JObject source, JValue { Value: string name }) => source.Find(name),
        _ => null,
    };

    private JToken? Call(FunctionCall call, int depth)
    {
        if (call.Is("variables"))
            return call.LiteralArgument is { } name && _variables?.Find(name) is { } variable ? Resolve(variable, depth + 1) : null;
        if (call.Is("parameters"))
        {
            if (given is null || call.LiteralArgument is not { } parameter)
                return null;
            return given.GetValueOrDefault(parameter)
                ?? ((_parameters?.Find(parameter) as JObject)?.Find("defaultValue") is { } value ? Resolve(value, depth + 1) : null);
        }

        return TextCall(call, depth) is { } text && !text.Contains(Hole) ? new JValue(text) : null;
    }

    // The text that an expression gives, a hole for every part that is not known.
    private string Holes(Expression expression, int depth) =>
        (expression is FunctionCall call ? TextCall(call, depth) : null)
        ?? (Evaluate(expression, depth) is JValue { Value: string or long } scalar ? Convert.ToString(scalar.Value, CultureInfo.InvariantCulture)! : Hole.ToString());

    // Null for functions that do not put texts together.
    private string? TextCall(FunctionCall call, int depth)
    {
        if (call.Is("concat"))
            return Bounded(string.Concat(call.Arguments.Select(a => Holes(a, depth))));
        if (call.Is("format") && call.LiteralArgument is { } pattern)
            return Bounded(Format(pattern, [.. call.Arguments.Skip(1).Select(a => Holes(a, depth))]));
        return call.Name.EndsWith("resourceId", StringComparison.OrdinalIgnoreCase) ? Id(call, depth) : null;
    }

    private string Bounded(string text) => budget.Take(1 + text.Length) ? text : Hole.ToString();

    // {0}, {{ and }}; a value with a format of its own is not known.
    private static string Format(string pattern, string[] values)
    {
        var text = new StringBuilder();
        for (var i = 0; i < pattern.Length; i++)
        {
            var c = pattern[i];
            if (c is not ('{' or '}'))
            {
                text.Append(c);
            }
            else if (i + 1 < pattern.Length && pattern[i + 1] == c)
            {
                text.Append(c);
                i++;
            }
            else
            {
                var end = pattern.IndexOf('}', i);
                if (end < 0)
                    return Hole.ToString();
                var known = int.TryParse(pattern.AsSpan(i + 1, Math.Max(0, end - i - 1)), NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < values.Length;
                text.Append(known ? values[index] : Hole.ToString());
                i = end;
            }

            if (text.Length > ExpressionParser.MaxLength)
                return Hole.ToString();
        }

        return text.ToString();
    }

    // (…, 'Microsoft.Authorization/policyDefinitions', name): what stands before the type is the scope, known or not.
    private string Id(FunctionCall call, int depth)
    {
        var parts = call.Arguments.Select(a => Holes(a, depth)).ToList();
        var at = parts.FindIndex(p => p.Contains('.', StringComparison.Ordinal) && p.Contains('/', StringComparison.Ordinal) && !p.StartsWith('/') && !p.Contains(Hole));
        if (at < 0)
            return Hole.ToString();
        var types = parts[at].Split('/');
        var names = parts.Skip(at + 1).ToList();
        if (names.Count != types.Length - 1)
            return Hole.ToString();
        var id = new StringBuilder(call.Is("tenantResourceId") ? "" : Hole.ToString()).Append("/providers/").Append(types[0]);
        for (var i = 0; i < names.Count; i++)
            id.Append('/').Append(types[i + 1]).Append('/').Append(names[i]);
        return Bounded(id.ToString());
    }
}
