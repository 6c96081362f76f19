using System.Security.Authentication;
using System.Text.RegularExpressions;

namespace PolicyGen.Arm;

/// <summary>What Azure.Identity says when nobody could sign in, in one line: what was tried, why it failed, what to do.</summary>
internal static partial class ArmSignInText
{
    private const string ToDo = " Sign in with `az login`, or choose another --credential.";

    /// <summary>The line.</summary>
    public static string Of(Exception exception)
    {
        if (Certificate(exception) is { } certificate)
            return ArmText.Line("Sign-in failed, since the authority or the token endpoint is not trusted: " + certificate);

        // The chain lists its credentials as "- AzureCliCredential: why".
        var tried = Tried().Matches(exception.Message).Select(m => Name(m.Groups[1].Value)).Distinct(StringComparer.Ordinal).ToList();
        if (tried.Count > 1)
            return ArmText.Line($"Nobody is signed in. Tried: {string.Join(", ", tried)}.{ToDo}");

        var text = string.Join(' ', Guide().Replace(exception.Message, "").Split('\n').Select(l => l.Trim()).Where(l => l.Length > 0 && !IsNoise(l)).Take(3)).TrimEnd('.');
        var says = exception.Message.Contains("AADSTS", StringComparison.Ordinal) || text.Contains("az login", StringComparison.Ordinal);
        return ArmText.Line($"Sign-in failed: {text}.{(says ? "" : ToDo)}");
    }

    // Azure.Identity repeats only that a connection failed.
    private static string? Certificate(Exception exception) => exception switch
    {
        AuthenticationException => exception.Message,
        AggregateException several => several.InnerExceptions.Select(Certificate).FirstOrDefault(m => m is not null),
        { InnerException: { } inner } => Certificate(inner),
        _ => null,
    };

    private static string Name(string credential) => credential == "Managed" ? "ManagedIdentity" : credential;

    private static bool IsNoise(string line) => line.StartsWith("at ", StringComparison.Ordinal) || line is "Headers:" or "Content:";

    [GeneratedRegex(@"(?:^|\n)\s*-\s+([A-Za-z]{1,60}?)(?:Credential)?(?::|\s)", RegexOptions.CultureInvariant)]
    private static partial Regex Tried();

    [GeneratedRegex(@"\s*(?:See the troubleshooting guide for more information|To (?:troubleshoot|mitigate this issue)[^\n.]{0,200})[.,]?\s*(?:https://aka\.ms/\S*)?", RegexOptions.CultureInvariant)]
    private static partial Regex Guide();
}
