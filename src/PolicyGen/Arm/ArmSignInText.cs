using System.Text.RegularExpressions;

namespace PolicyGen.Arm;

/// <summary>What Azure.Identity says when nobody could sign in, in one line: what was tried, why it failed, what to do.</summary>
internal static partial class ArmSignInText
{
    private const string ToDo = " Sign in with `az login`, or choose another --credential.";

    /// <summary>The line.</summary>
    public static string Of(Exception exception)
    {
        // The chain lists its credentials as "- AzureCliCredential: why".
        var tried = Tried().Matches(exception.Message).Select(m => m.Groups[1].Value).Distinct(StringComparer.Ordinal).ToList();
        if (tried.Count > 1)
            return ArmText.Line($"Nobody is signed in. Tried: {string.Join(", ", tried)}.{ToDo}");

        var lines = exception.Message.Split('\n').Select(l => l.Trim()).Where(l => l.Length > 0 && !IsNoise(l)).Take(3);
        var text = string.Join(" ", lines);
        var entra = exception.Message.Contains("AADSTS", StringComparison.Ordinal) || text.Contains("az login", StringComparison.Ordinal);
        return ArmText.Line("Sign-in failed: " + text + (entra ? "" : ToDo));
    }

    private static bool IsNoise(string line) =>
        line.StartsWith("See the troubleshooting guide", StringComparison.Ordinal)
        || line.StartsWith("To troubleshoot", StringComparison.Ordinal)
        || line.StartsWith("at ", StringComparison.Ordinal)
        || line is "Headers:" or "Content:";

    [GeneratedRegex(@"(?:^|\n)\s*-\s+([A-Za-z]{1,60}?)(?:Credential)?(?::|\s)", RegexOptions.CultureInvariant)]
    private static partial Regex Tried();
}
