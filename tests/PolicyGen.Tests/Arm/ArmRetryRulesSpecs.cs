using System.Diagnostics.CodeAnalysis;
using Azure;
using Azure.Core;
using NUnit.Framework;
using PolicyGen.Arm;

namespace PolicyGen.Tests.Arm;

public class ArmRetryRulesSpecs
{
    private static readonly DateTimeOffset Now = new(2026, 8, 1, 12, 0, 0, TimeSpan.Zero);

    [TestCase(408, "", null, true)]
    [TestCase(429, "", null, true)]
    [TestCase(500, "", null, true)]
    [TestCase(502, "", null, true)]
    [TestCase(503, "", null, true)]
    [TestCase(504, "", null, true)]
    [TestCase(501, "", null, false)]
    [TestCase(400, "", null, false)]
    [TestCase(401, "", null, false)]
    [TestCase(403, "", null, false)]
    [TestCase(404, "", null, false)]
    [TestCase(409, "", null, false)]
    [TestCase(409, "MissingSubscriptionRegistration", null, false)]
    [TestCase(409, "AnotherOperationInProgress", null, true)]
    [TestCase(409, "Conflict", "3", true)]
    [TestCase(500, "ResponsePayloadTooLarge", null, false)]
    public void A_further_try_helps_for_what_passes(int status, string code, string? retryAfter, bool helps)
    {
        var response = retryAfter is null ? new Answer(status) : new Answer(status, ("Retry-After", retryAfter));
        Assert.That(ArmRetryRules.CanHelp(response, code), Is.EqualTo(helps));
    }

    [TestCase("17", 17)]
    [TestCase("0", null)]
    [TestCase("-5", null)]
    [TestCase("soon", null)]
    [TestCase("Sat, 01 Aug 2026 12:01:00 GMT", 60)]
    [TestCase("Sat, 01 Aug 2026 11:59:00 GMT", null)]
    [TestCase("99999999999999999999", int.MaxValue)]
    public void Retry_after_is_read(string value, double? seconds) => Assert.That(
        ArmRetryRules.Asked(new Answer(503, ("Retry-After", value)), Now)?.TotalSeconds, Is.EqualTo(seconds));

    [Test]
    public void A_date_is_measured_by_the_clock_of_the_service() => Assert.That(
        ArmRetryRules.Asked(new Answer(503, ("Retry-After", "Sat, 01 Aug 2026 15:00:30 GMT"), ("Date", "Sat, 01 Aug 2026 15:00:00 GMT")), Now),
        Is.EqualTo(TimeSpan.FromSeconds(30)));

    [TestCase(429, "00:00:05", null, 5)]
    [TestCase(429, "00:00:05", "2", 5)]
    [TestCase(429, "00:00:02", "7", 7)]
    [TestCase(429, "01:00:00", null, 3600)]
    [TestCase(429, "later", null, null)]
    [TestCase(503, "00:00:05", null, null)]
    public void A_quota_is_waited_for(int status, string resets, string? retryAfter, double? seconds)
    {
        (string, string)[] headers = retryAfter is null
            ? [("x-ms-user-quota-resets-after", resets)]
            : [("x-ms-user-quota-resets-after", resets), ("Retry-After", retryAfter)];
        Assert.That(ArmRetryRules.Asked(new Answer(status, headers), Now)?.TotalSeconds, Is.EqualTo(seconds));
    }

    [TestCase("0", "00:00:04", 4)]
    [TestCase("1", "00:00:04", null)]
    [TestCase("x", "00:00:04", null)]
    [TestCase("0", "", null)]
    public void A_quota_is_used_up_at_zero(string remaining, string resets, double? seconds) => Assert.That(
        ArmRetryRules.UsedUp(new Answer(200, ("x-ms-user-quota-remaining", remaining), ("x-ms-user-quota-resets-after", resets)))?.TotalSeconds,
        Is.EqualTo(seconds));

    [TestCase("x-ms-ratelimit-remaining-subscription-reads", "9", true)]
    [TestCase("x-ms-ratelimit-remaining-tenant-reads", "10", false)]
    [TestCase("x-ms-ratelimit-remaining-resource", "Microsoft.Compute/X;3", false)]
    [TestCase("x-ms-other", "1", false)]
    public void Little_left_of_a_limit_is_seen(string name, string value, bool isNear) =>
        Assert.That(ArmRetryRules.IsNearlyUsedUp(new Answer(200, (name, value))), Is.EqualTo(isNear));

    [TestCase(1, 0, 0.25)]
    [TestCase(1, 1, 0.5)]
    [TestCase(2, 1, 1)]
    [TestCase(4, 0, 2)]
    [TestCase(7, 1, 30)]
    [TestCase(1000, 0, 15)]
    public void Waits_double_up_to_a_limit(int attempt, double random, double seconds) =>
        Assert.That(ArmRetryRules.Backoff(attempt, random).TotalSeconds, Is.EqualTo(seconds));

    private sealed class Answer(int status, params (string Name, string Value)[] headers) : Response
    {
        public override int Status => status;

        public override string ReasonPhrase => "";

        public override Stream? ContentStream { get; set; }

        public override string ClientRequestId { get; set; } = "";

        public override void Dispose()
        {
        }

        protected override bool ContainsHeader(string name) => TryGetHeader(name, out _);

        protected override IEnumerable<HttpHeader> EnumerateHeaders() => headers.Select(h => new HttpHeader(h.Name, h.Value));

        protected override bool TryGetHeader(string name, [NotNullWhen(true)] out string? value)
        {
            value = headers.FirstOrDefault(h => h.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;
            return value is not null;
        }

        protected override bool TryGetHeaderValues(string name, [NotNullWhen(true)] out IEnumerable<string>? values)
        {
            values = TryGetHeader(name, out var value) ? [value] : null;
            return values is not null;
        }
    }
}
