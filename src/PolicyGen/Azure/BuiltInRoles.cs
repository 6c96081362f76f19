namespace PolicyGen.Azure;
#pragma warning disable CS1591
public sealed record BuiltInRole(string Id, string Name);
public sealed class BuiltInRoles
{
    public static BuiltInRoles Load() => new();
    public BuiltInRole? FindByName(string name) => name switch
    {
        "Contributor" => new("b24988ac-6180-42a0-ab88-20f7382dd24c", name),
        "Log Analytics Contributor" => new("92aaf0da-9dab-42b6-94a3-d43ce8d16293", name),
        "Monitoring Contributor" => new("749f88d5-cbae-40b8-bcfc-e573ddc772fa", name),
        "User Access Administrator" => new("18d7d88d-d35e-4fb5-a5c3-7773c20a72d9", name),
        "Storage Account Contributor" => new("17d1049b-9a84-46fb-8f53-869881c3d3ab", name),
        "Website Contributor" => new("de139f84-1756-47ae-9be6-808fbbe84772", name),
        _ => null
    };
}
