using System.Runtime.CompilerServices;
using Azure;

namespace PolicyGen.Arm;

/// <summary>How often one request was sent, over all messages that carry it.</summary>
internal sealed class ArmTries
{
    /// <summary>Most tries of a request that fails, waits for quotas not counted.</summary>
    public const int Most = 5;

    private static readonly ConditionalWeakTable<Response, ArmTries> ByResponse = [];

    /// <summary>Times it was sent.</summary>
    public int Sent { get; set; }

    /// <summary>Times it failed so that a further try counts as one of <see cref="Most"/>.</summary>
    public int Failed { get; set; }

    /// <summary>Times it was told to come back later.</summary>
    public int Throttled { get; set; }

    /// <summary>Stops it. A message's own token is another one while it is on its way.</summary>
    public CancellationToken Stop { get; set; }

    public bool MayTryAgain => Failed < Most;

    public static void Note(Response response, ArmTries tries) => ByResponse.AddOrUpdate(response, tries);

    public static int Of(Response? response) => response is not null && ByResponse.TryGetValue(response, out var tries) ? Math.Max(tries.Sent, 1) : 1;
}
