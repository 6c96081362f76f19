using Newtonsoft.Json.Linq;
using NUnit.Framework;
using PolicyGen.Evaluation.Knowledge;
using PolicyGen.Resources;

namespace PolicyGen.Tests.Evaluation;

/// <summary>A report shows no secret.</summary>
public class SecretValuesSpecs
{
    [TestCase("properties.administratorLoginPassword", "P@ssw0rd", ExpectedResult = "***")]
    [TestCase("properties.osProfile.adminPassword", "x", ExpectedResult = "***")]
    [TestCase("properties.osProfile.customData", "IyEvYmlu", ExpectedResult = "***")]
    [TestCase("properties.siteConfig.connectionStrings[0].connectionString", "Server=x", ExpectedResult = "***")]
    [TestCase("properties.protectedSettings", "x", ExpectedResult = "***")]
    [TestCase("[field('Microsoft.Web/sites/clientSecret')]", "x", ExpectedResult = "***")]
    [TestCase("properties.minimumTlsVersion", "TLS1_0", ExpectedResult = "TLS1_0")]
    [TestCase("properties.publicNetworkAccess", "Enabled", ExpectedResult = "Enabled")]
    [TestCase("properties.keyVaultSecretId", "https://v/secrets/x", ExpectedResult = "https://v/secrets/x")]
    [TestCase("properties.encryption.keySource", "Microsoft.Storage", ExpectedResult = "Microsoft.Storage")]
    [TestCase("properties.administratorLoginPassword", "", ExpectedResult = "", Description = "that there is none is no secret")]
    public string? A_text(string path, string value) => (string?)SecretValues.Masked(path, new JValue(value));

    [Test]
    public void Within_objects_and_arrays()
    {
        var value = JToken.Parse("""[{"name":"a","connectionString":"Server=x","password":{"value":"y"},"enabled":true}]""");
        var before = value.DeepClone();
        Assert.That(JToken.DeepEquals(SecretValues.Masked("properties.list", value), JToken.Parse("""[{"name":"a","connectionString":"***","password":"***","enabled":true}]""")), Is.True);
        Assert.That(JToken.DeepEquals(value, before), Is.True, "the resource itself is not changed");
    }

    [Test]
    public void Numbers_flags_and_what_is_not_known_stay()
    {
        Assert.That((bool?)SecretValues.Masked("properties.password", new JValue(true)), Is.True);
        var open = Unresolved.Create("[parameters('password')]");
        Assert.That(SecretValues.Masked("properties.password", open), Is.SameAs(open));
    }
}
