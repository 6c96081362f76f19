using Newtonsoft.Json.Linq;
using PolicyGen.Evaluation.Fields;

namespace PolicyGen.Evaluation.Compilation;

/// <summary>What the parts of one rule share while it is compiled.</summary>
internal sealed class CompilationContext
{
    private readonly List<string> _problems = [];

    /// <summary>Finds fields.</summary>
    public required FieldResolver Fields { get; init; }

    /// <summary>Values of the parameters.</summary>
    public required IReadOnlyDictionary<string, CompiledExpression> Parameters { get; init; }

    /// <summary>What <c>policy()</c> gives; null where the rule is compiled for several places at once.</summary>
    public JObject? Policy { get; init; }

    /// <summary>Why Azure would refuse the rule, or why it cannot be evaluated.</summary>
    public IReadOnlyList<string> Problems => _problems;

    /// <summary>Number of slots for elements of counts.</summary>
    public int Slots { get; private set; }

    /// <summary>True when the rule calls <c>policy()</c>, so that each place of it needs its own.</summary>
    public bool UsesPolicy { get; set; }

    /// <summary>True when it reads the caller: such a policy does not judge existing resources.</summary>
    public bool UsesCaller { get; set; }

    /// <summary>Every alias that the rule reads.</summary>
    public List<AliasField> Aliases { get; } = [];

    /// <summary>True when a field is named by an expression that depends on the resource.</summary>
    public bool ReadsAnyField { get; set; }

    /// <summary>Finds a field and notes that it is read.</summary>
    public FieldAccessor? Field(string name, CountScope? scope)
    {
        var field = Fields.Resolve(name, scope);
        if (field is AliasField alias)
            Aliases.Add(alias);
        return field;
    }

    /// <summary>True when a condition or a deployment parameter reads the location.</summary>
    public bool UsesLocation { get; set; }

    public void Problem(string message)
    {
        if (!_problems.Contains(message, StringComparer.Ordinal))
            _problems.Add(message);
    }

    public int NewSlot() => Slots++;
}
