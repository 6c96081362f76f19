using Newtonsoft.Json.Linq;
using PolicyGen.Resources;

namespace PolicyGen.Evaluation;

/// <summary>
/// What an expression gives: a JSON value, a value that is not known before deployment (<see cref="Unresolved"/>), or an
/// error, which makes the evaluation of the policy fail. Tokens are never changed once they are in here.
/// </summary>
public readonly struct PolicyValue
{
    private readonly JToken? _token;

    private PolicyValue(JToken? token, string? error, bool mayFail = false)
    {
        _token = token;
        Error = error;
        MayFail = mayFail;
    }

    /// <summary>JSON null.</summary>
    public static PolicyValue Null { get; } = new(JValue.CreateNull(), null);

    /// <summary>The value; JSON null when this is an error.</summary>
    public JToken Token => _token ?? JValue.CreateNull();

    /// <summary>Why evaluation fails, one English sentence; null when it does not.</summary>
    public string? Error { get; }

    /// <summary>True for an error.</summary>
    public bool IsError => Error is not null;

    /// <summary>True for a value that is as a whole not known; an object or array may still hold such values.</summary>
    public bool IsUnknown => _token is JRaw;

    /// <summary>
    /// True for a value that is not known because it is computed from others: what they turn out to be may make the
    /// computation fail. A value that is read, and is not known, is false here: whatever it is, it can be read.
    /// </summary>
    public bool MayFail { get; }

    /// <summary>This value as the result of a computation that it takes part in.</summary>
    public PolicyValue Computed() => IsUnknown ? new PolicyValue(_token, null, mayFail: true) : this;

    /// <summary>A value.</summary>
    public static PolicyValue Of(JToken token) => new(token, null);

    /// <summary>A value that is not known.</summary>
    public static PolicyValue Unknown(string why) => new(Unresolved.Create(why), null);

    /// <summary>A failure.</summary>
    public static PolicyValue Failed(string error) => new(null, error);

    /// <inheritdoc/>
    public override string ToString() => Error is null ? Token.ToString(Newtonsoft.Json.Formatting.None) : "error: " + Error;
}
