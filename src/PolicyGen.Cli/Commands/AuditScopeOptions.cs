using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;

namespace PolicyGen.Cli.Commands;

/// <summary>The options that say what is audited: exactly one kind of scope.</summary>
internal sealed class AuditScopeOptions
{
    private const string SubscriptionPrefix = "/subscriptions/";
    private const string GroupPrefix = "/providers/Microsoft.Management/managementGroups/";
    private const int MaxGroupName = 90;

    public Option<ImmutableArray<string>> Subscription { get; } = new("--subscription")
    {
        Description = "Id of a subscription (a GUID); repeatable.",
        HelpName = "ID",
        DefaultValueFactory = _ => [],
        CustomParser = result =>
        {
            var ids = ImmutableArray.CreateBuilder<string>();
            foreach (var token in result.Tokens)
            {
                var text = WithoutPrefix(token.Value, SubscriptionPrefix);
                if (!Guid.TryParseExact(text, "D", out var id))
                    result.AddError($"'{token.Value}' is no id of a subscription; write it as 00000000-0000-0000-0000-000000000000.");
                else if (id.ToString("D", CultureInfo.InvariantCulture) is var known && !ids.Contains(known))
                    ids.Add(known);
            }

            return ids.ToImmutable();
        },
    };

    public Option<string?> ManagementGroup { get; } = new("--management-group")
    {
        Description = "Name of a management group (not its display name), with everything below it.",
        HelpName = "NAME",
        CustomParser = result =>
        {
            var name = WithoutPrefix(result.Tokens[^1].Value, GroupPrefix);
            if (name.Length is > 0 and <= MaxGroupName && name.All(c => char.IsLetterOrDigit(c) || c is '-' or '_' or '(' or ')' or '.') && !name.EndsWith('.'))
                return name;
            result.AddError($"'{result.Tokens[^1].Value}' is no name of a management group.");
            return null;
        },
    };

    public Option<bool> Tenant { get; } = new("--tenant") { Description = "Everything in the tenant that the caller may read." };

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { Subscription, ManagementGroup, Tenant })
            command.Options.Add(option);
        command.Validators.Add(result =>
        {
            var kinds = new Option[] { Subscription, ManagementGroup, Tenant }.Count(o => result.GetResult(o) is { Implicit: false });
            if (kinds != 1)
                result.AddError("Say what to audit: --subscription ID (repeatable), --management-group NAME or --tenant, and only one of them.");
        });
    }

    private static string WithoutPrefix(string text, string prefix) => text.StartsWith(prefix, StringComparison.OrdinalIgnoreCase) ? text[prefix.Length..] : text;
}
