using System.Security.Authentication;
using Azure.Identity;
using NUnit.Framework;
using PolicyGen.Arm;

namespace PolicyGen.Tests.Arm;

public class ArmSignInTextSpecs
{
    [TestCase("Azure CLI not installed", "Sign-in failed: Azure CLI not installed. Sign in with `az login`, or choose another --credential.")]
    [TestCase("Please run 'az login' to set up account", "Sign-in failed: Please run 'az login' to set up account.")]
    [TestCase(
        "EnvironmentCredential authentication unavailable. Environment variables are not fully configured. See the troubleshooting guide for more information. https://aka.ms/azsdk/net/identity/environmentcredential/troubleshoot",
        "Sign-in failed: EnvironmentCredential authentication unavailable. Environment variables are not fully configured. Sign in with `az login`, or choose another --credential.")]
    [TestCase(
        "ClientSecretCredential authentication failed: AADSTS7000215: Invalid client secret provided.\r\nTrace ID: 1\r\nStatus: 401\r\nHeaders:\r\nX: y",
        "Sign-in failed: ClientSecretCredential authentication failed: AADSTS7000215: Invalid client secret provided. Trace ID: 1 Status: 401.")]
    [TestCase("Nobody\n- WorkloadIdentityCredential x\n- Managed Identity y\n- AzureCliCredential: z", "Nobody is signed in. Tried: WorkloadIdentity, ManagedIdentity, AzureCli. Sign in with `az login`, or choose another --credential.")]
    public void The_cause_is_told_in_one_line(string message, string line) =>
        Assert.That(ArmSignInText.Of(new AuthenticationFailedException(message)), Is.EqualTo(line));

    [Test]
    public void A_certificate_that_is_not_trusted_is_told()
    {
        var several = new AggregateException(new IOException("x"), new HttpRequestException("SSL", new AuthenticationException("The remote certificate is invalid.")));
        Assert.That(
            ArmSignInText.Of(new AuthenticationFailedException("Retry failed after 4 tries.", several)),
            Is.EqualTo("Sign-in failed, since the authority or the token endpoint is not trusted: The remote certificate is invalid."));
    }
}
