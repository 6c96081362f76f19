using NUnit.Framework;
using PolicyGen.Arm;

namespace PolicyGen.Tests.Arm;

public class ArmOptionsSpecs
{
    [TestCase("http://management.azure.com", "https://")]
    [TestCase("ftp://management.azure.com", "https://")]
    [TestCase("/management", "https://")]
    [TestCase("https://user:word@management.azure.com", "without user")]
    [TestCase("https://management.azure.com/?a=1", "without user")]
    [TestCase("https://management.azure.com/#a", "without user")]
    [TestCase("https://management.azure.com/subscriptions", "without a path")]
    public void A_wrong_endpoint_is_refused(string endpoint, string why)
    {
        var options = new ArmOptions { Endpoint = new Uri(endpoint, UriKind.RelativeOrAbsolute) };
        Assert.That(options.Validate(), Does.Contain(why));
        Assert.That(() => ArmConnection.Open(options), Throws.ArgumentException);
    }

    [TestCase("http://localhost")]
    [TestCase("https://login.test/?x=1")]
    public void A_wrong_authority_is_refused(string authority) =>
        Assert.That(new ArmOptions { AuthorityHost = new Uri(authority) }.Validate(), Does.StartWith("The authority host"));

    [Test]
    public void Other_options_have_limits() => Assert.Multiple(() =>
    {
        Assert.That(new ArmOptions { Timeout = TimeSpan.Zero }.Validate(), Does.Contain("time"));
        Assert.That(new ArmOptions { Timeout = TimeSpan.FromDays(8) }.Validate(), Does.Contain("7 days"));
        Assert.That(new ArmOptions { MaxConcurrency = 0 }.Validate(), Does.Contain("1 to 64"));
        Assert.That(new ArmOptions { MaxConcurrency = 65 }.Validate(), Does.Contain("1 to 64"));
        Assert.That(new ArmOptions { TenantId = "a/b" }.Validate(), Does.Contain("tenant"));
        Assert.That(new ArmOptions { TenantId = "" }.Validate(), Does.Contain("tenant"));
        Assert.That(new ArmOptions { ClientId = "app" }.Validate(), Does.Contain("GUID"));
    });

    [Test]
    public void Good_options_pass() => Assert.Multiple(() =>
    {
        Assert.That(new ArmOptions().Validate(), Is.Null);
        Assert.That(new ArmOptions
        {
            Endpoint = new Uri("https://localhost:8443"),
            AuthorityHost = new Uri("https://localhost:8443/adfs"),
            TenantId = "contoso.onmicrosoft.com",
            ClientId = "0b6f7c1e-6a51-4d0a-9f0c-5d3c7f1a2b3c",
            MaxConcurrency = 64,
        }.Validate(), Is.Null);
    });

    [Test]
    public void Every_cloud_and_every_credential_opens([Values] ArmCloud cloud, [Values] ArmCredential credential)
    {
        using var connection = ArmConnection.Open(new ArmOptions { Cloud = cloud, Credential = credential, TenantId = "contoso.com", ClientId = "0b6f7c1e-6a51-4d0a-9f0c-5d3c7f1a2b3c" });
        var addresses = ArmClouds.Of(cloud);
        Assert.Multiple(() =>
        {
            Assert.That(connection.Endpoint, Is.EqualTo(addresses.Endpoint));
            Assert.That(new Uri(addresses.Audience).Host, Is.EqualTo(addresses.Endpoint.Host));
            Assert.That(new[] { addresses.AuthorityHost, addresses.Portal, addresses.Endpoint }.Select(a => a.Scheme), Is.All.EqualTo("https"));
        });
    }
}
