using NUnit.Framework;
using PolicyGen.Arm;

namespace PolicyGen.Tests.Arm;

public class ArmTextSpecs
{
    [TestCase("token eyJ0eXAiOiJKV1QiLCJhbGciOiJSUzI1NiJ9.eyJhdWQiOiJodHRwcyJ9.c2lnbmF0dXJl is bad", "token (hidden) is bad")]
    [TestCase("Authorization: Bearer abcdef0123456789", "Authorization: Bearer (hidden)")]
    [TestCase("client_secret=s3cr3t&x=1", "client_secret=(hidden)&x=1")]
    [TestCase("{\"access_token\":\"abc\",\"a\":1}", "{\"access_token\":\"(hidden)\",\"a\":1}")]
    [TestCase("https://x/?sv=1&sig=AbC%3D", "https://x/?sv=1&sig=(hidden)")]
    [TestCase("one\r\n\ttwo   three ", "one two three")]
    [TestCase("red \u001b[31m", "red \\u{001B}[31m")]
    [TestCase("the bearer of bad news", "the bearer of bad news")]
    public void A_text_is_one_line_without_secrets(string text, string line) => Assert.That(ArmText.Line(text), Is.EqualTo(line));

    [Test]
    public void A_text_is_short()
    {
        Assert.That(ArmText.Line(new string('x', 100_000)), Has.Length.EqualTo(ArmText.Longest).And.EndsWith("…"));
        Assert.That(ArmText.Line(new string('x', ArmText.Longest - 2) + "𠮷𠮷𠮷"), Has.Length.EqualTo(ArmText.Longest - 1));
    }
}
