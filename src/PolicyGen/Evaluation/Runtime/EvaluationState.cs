using Newtonsoft.Json.Linq;
using PolicyGen.Resources;

namespace PolicyGen.Evaluation;

/// <summary>What changes while one resource is judged. Used by one thread at a time, over and over.</summary>
internal sealed class EvaluationState(EvaluationEnvironment environment)
{
    /// <summary>
    /// Most elements that counts and collections look at for one resource and one policy. A condition on one array within
    /// a count of another takes the product of both; Azure's documents give no limit, and no request comes near this one.
    /// </summary>
    public const int MaxSteps = 1_000_000;

    /// <summary>What is said where there are more.</summary>
    public const string TooManySteps = "the policy looks at more than 1,000,000 elements of the resource, where evaluation stops";

    private readonly Stack<List<Fields.Selected>> _lists = new();
    private int _steps;
    private ArmResource? _resource;
    private ArmResource? _target;

    /// <summary>What is the same for the whole run.</summary>
    public EvaluationEnvironment Environment { get; } = environment;

    /// <summary>The resource that <c>if</c> tests; <c>field()</c> always means it.</summary>
    public ArmResource Resource => _resource!;

    /// <summary>The resource whose fields conditions test: the related one in an existence condition.</summary>
    public ArmResource Target => _target!;

    /// <summary>Elements that counts enumerate, by slot.</summary>
    public JToken?[] Elements { get; private set; } = new JToken?[8];

    /// <summary>Their indexes.</summary>
    public int[] Indexes { get; private set; } = new int[8];

    /// <summary>Product of the lengths of the value counts around.</summary>
    public int ValueIterations { get; set; } = 1;

    /// <summary>
    /// Set where a condition is unknown that may turn out to fail: an order of what may be no number, an operand that may be
    /// null. A condition that is true or false leaves it as it was: what decides it outweighs failures.
    /// </summary>
    public bool MayFail { get; set; }

    public void Begin(ArmResource resource, int slots)
    {
        _resource = resource;
        _target = resource;
        _steps = 0;
        if (Elements.Length < slots)
        {
            Elements = new JToken?[slots];
            Indexes = new int[slots];
        }
    }

    public void Aim(ArmResource target) => _target = target;

    /// <summary>Takes one more element; false when there were too many.</summary>
    public bool Step() => _steps < MaxSteps && ++_steps <= MaxSteps;

    /// <summary>Gives as many elements again, to explain what was evaluated.</summary>
    public void Renew() => _steps = 0;

    /// <summary>An empty list, given back with <see cref="Return"/>.</summary>
    public List<Fields.Selected> Rent() => _lists.TryPop(out var list) ? list : [];

    public void Return(List<Fields.Selected> list)
    {
        list.Clear();
        _lists.Push(list);
    }
}
