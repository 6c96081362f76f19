using System.Text.RegularExpressions;
using PolicyGen.Diagnostics;

namespace PolicyGen.Arm;

/// <summary>Texts of others on their way into messages.</summary>
internal static partial class ArmText
{
    /// <summary>Longest text, in characters.</summary>
    public const int Longest = 500;

    private const int LongestRead = 32 * 1024;
    private const string Hidden = "(hidden)";

    /// <summary>One line without control characters and without anything that looks like a token or a secret.</summary>
    public static string Line(string text)
    {
        if (text.Length > LongestRead)
            text = text[..LongestRead];
        text = Jwt().Replace(text, Hidden);
        text = Bearer().Replace(text, "$1 " + Hidden);
        text = Secret().Replace(text, "$1" + Hidden);
        text = TerminalText.Escape(Spaces().Replace(text, " ").Trim());
        return text.Length <= Longest ? text : text[..(char.IsHighSurrogate(text[Longest - 2]) ? Longest - 2 : Longest - 1)] + "…";
    }

    [GeneratedRegex(@"eyJ[A-Za-z0-9_\-]{4,}(\.[A-Za-z0-9_\-]*){0,4}", RegexOptions.CultureInvariant)]
    private static partial Regex Jwt();

    [GeneratedRegex(@"\b(Bearer|PoP)\s+[A-Za-z0-9._~+/\-]{8,}=*", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Bearer();

    [GeneratedRegex(
        @"((?:access_token|refresh_token|id_token|client_secret|client_assertion|password|\bsig)[""']?\s*[:=]\s*[""']?)[^""'&\s,}]+",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Secret();

    [GeneratedRegex(@"\s+", RegexOptions.CultureInvariant)]
    private static partial Regex Spaces();
}
