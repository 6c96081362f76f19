using PolicyGen.Diagnostics;

namespace PolicyGen.Reports;

/// <summary>Text of unknown origin in SARIF.</summary>
internal static class SarifText
{
    /// <summary>
    /// Plain text: control characters made visible, and no embedded link (sarif-v2.1.0, 3.11.6), which viewers would make of
    /// <c>[text](place)</c>. Never empty, which code scanning refuses.
    /// </summary>
    public static string Plain(string text)
    {
        var plain = TerminalText.Escape(text).Replace("](", "] (", StringComparison.Ordinal);
        return plain.Length > 0 ? plain : "-";
    }
}
