using System.CommandLine;
using System.Globalization;
using PolicyGen.Arm;
using PolicyGen.Cli.Output;

namespace PolicyGen.Cli.Commands;

/// <summary>The options about how Azure is reached.</summary>
internal sealed class ConnectionOptions
{
    public Option<ArmCloud> Cloud { get; } = new("--cloud")
    {
        Description = "The cloud: public, us-government or china. Default: public.",
        HelpName = "public|us-government|china",
        DefaultValueFactory = _ => ArmCloud.Public,
        CustomParser = Options.Choice(("public", ArmCloud.Public), ("us-government", ArmCloud.UsGovernment), ("china", ArmCloud.China)),
    };

    public Option<Uri?> Endpoint { get; } = Address("--arm-endpoint", "Another endpoint of Azure Resource Manager, for other clouds.");

    public Option<Uri?> AuthorityHost { get; } = Address("--authority-host", "Another host to sign in at, for other clouds.");

    public Option<ArmCredential> Credential { get; } = new("--credential")
    {
        Description = "How to sign in: default (environment, workload identity, managed identity, Azure CLI and others, in turn), cli, managed-identity, workload-identity, environment, device-code or interactive. Default: default.",
        HelpName = "default|cli|managed-identity|workload-identity|environment|device-code|interactive",
        DefaultValueFactory = _ => ArmCredential.Default,
        CustomParser = Options.Choice(
            ("default", ArmCredential.Default),
            ("cli", ArmCredential.Cli),
            ("managed-identity", ArmCredential.ManagedIdentity),
            ("workload-identity", ArmCredential.WorkloadIdentity),
            ("environment", ArmCredential.Environment),
            ("device-code", ArmCredential.DeviceCode),
            ("interactive", ArmCredential.Interactive)),
    };

    public Option<string?> TenantId { get; } = Options.Text("--tenant-id", "Tenant to sign in to: its id or a domain.", "ID");

    public Option<string?> ClientId { get; } = Options.Text("--client-id", "Client id of a user-assigned identity or of an application.", "ID");

    public Option<TimeSpan> Timeout { get; } = new("--timeout")
    {
        Description = "How long the run may take, as 30m, 90s, 2h or 00:30:00. Default: 30m.",
        HelpName = "TIME",
        DefaultValueFactory = _ => TimeSpan.FromMinutes(30),
        CustomParser = result =>
        {
            var text = result.Tokens[^1].Value;
            if (Duration(text) is { } time && time > TimeSpan.Zero)
                return time;
            result.AddError($"'{text}' is no time for --timeout; write 30m, 90s, 2h or 00:30:00.");
            return default;
        },
    };

    public Option<int> MaxConcurrency { get; } = new("--max-concurrency")
    {
        Description = "Most requests at once, 1 to 64. Default: 8.",
        HelpName = "NUMBER",
        DefaultValueFactory = _ => 8,
        CustomParser = result =>
        {
            if (int.TryParse(result.Tokens[^1].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= 64)
                return number;
            result.AddError($"'{result.Tokens[^1].Value}' is no number of requests; write 1 to 64.");
            return 1;
        },
    };

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { Cloud, Endpoint, AuthorityHost, Credential, TenantId, ClientId, Timeout, MaxConcurrency })
            command.Options.Add(option);
    }

    /// <summary>What was chosen; a device code is shown on standard error.</summary>
    public ArmOptions Of(ParseResult parsed, Terminal terminal) => new()
    {
        Cloud = parsed.GetValue(Cloud),
        Endpoint = parsed.GetValue(Endpoint),
        AuthorityHost = parsed.GetValue(AuthorityHost),
        Credential = parsed.GetValue(Credential),
        TenantId = parsed.GetValue(TenantId),
        ClientId = parsed.GetValue(ClientId),
        Timeout = parsed.GetValue(Timeout),
        MaxConcurrency = parsed.GetValue(MaxConcurrency),
        Prompt = terminal.Note,
    };

    /// <summary><c>90s</c>, <c>30m</c>, <c>2h</c> or <c>00:30:00</c>; null for anything else.</summary>
    internal static TimeSpan? Duration(string text)
    {
        if (TimeSpan.TryParseExact(text, ["c", @"h\:mm\:ss", @"hh\:mm\:ss"], CultureInfo.InvariantCulture, out var time) && text.Contains(':', StringComparison.Ordinal))
            return time;
        double? unit = text.Length < 2 ? null : text[^1] switch
        {
            's' => 1,
            'm' => 60,
            'h' => 3600,
            _ => null,
        };
        return unit is { } seconds && int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? TimeSpan.FromSeconds(number * seconds) : null;
    }

    // A token sent without TLS is anybody's.
    private static Option<Uri?> Address(string name, string description) => new(name)
    {
        Description = description + " https only.",
        HelpName = "URL",
        CustomParser = result =>
        {
            var text = result.Tokens[^1].Value;
            if (Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme == Uri.UriSchemeHttps)
                return address;
            result.AddError($"'{text}' is no address for {name}; write https://HOST or https://HOST:PORT.");
            return null;
        },
    };
}
