using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace PolicyGen.ArmEmulator.Hosting;

/// <summary>What a request's bearer token is worth.</summary>
internal enum TokenState
{
    /// <summary>There is none.</summary>
    Missing,

    /// <summary>It was not issued here, or was revoked.</summary>
    Unknown,

    /// <summary>It was revoked, and whoever sends it is asked for more claims.</summary>
    Challenged,

    /// <summary>Its time is over.</summary>
    Expired,

    /// <summary>It counts.</summary>
    Valid,
}

/// <summary>Tokens issued: opaque, random, kept in memory.</summary>
internal sealed class TokenStore(TimeProvider clock)
{
    private readonly ConcurrentDictionary<string, DateTimeOffset> _tokens = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _challenged = new(StringComparer.Ordinal);

    /// <summary>Issues a token.</summary>
    public (string Token, DateTimeOffset ExpiresOn) Issue(TimeSpan lifetime)
    {
        var token = Convert.ToHexString(RandomNumberGenerator.GetBytes(48));
        var until = clock.GetUtcNow() + lifetime;
        _tokens[token] = until;
        return (token, until);
    }

    /// <summary>Judges an Authorization header.</summary>
    public TokenState Judge(string? authorization)
    {
        if (TokenOf(authorization) is not { } token)
            return TokenState.Missing;
        return _tokens.TryGetValue(token, out var until)
            ? until > clock.GetUtcNow() ? TokenState.Valid : TokenState.Expired
            : _challenged.ContainsKey(token) ? TokenState.Challenged : TokenState.Unknown;
    }

    /// <summary>Takes back the token of an Authorization header.</summary>
    /// <param name="authorization">The header.</param>
    /// <param name="isChallenged">True when every request with it is answered by a claims challenge, as continuous access evaluation does.</param>
    public void Revoke(string? authorization, bool isChallenged)
    {
        if (TokenOf(authorization) is not { } token)
            return;
        if (isChallenged)
            _challenged[token] = true;
        else
            _challenged.TryRemove(token, out _);
        _tokens.TryRemove(token, out _);
    }

    private static string? TokenOf(string? authorization) =>
        authorization is not null && authorization.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) && authorization.Length > 7 ? authorization[7..].Trim() : null;
}
