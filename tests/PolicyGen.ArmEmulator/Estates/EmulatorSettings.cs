namespace PolicyGen.ArmEmulator.Estates;

/// <summary>Limits of the services; the defaults are those of Azure where it documents them.</summary>
internal sealed record EmulatorSettings
{
    /// <summary>Elements on a page of an ordinary list.</summary>
    public int PageSize { get; init; } = 100;

    /// <summary>How long a token lasts.</summary>
    public int TokenSeconds { get; init; } = 86400;

    public ResourceGraphSettings ResourceGraph { get; init; } = new();

    public PolicyInsightsSettings PolicyInsights { get; init; } = new();
}

/// <summary>Limits of Resource Graph.</summary>
internal sealed record ResourceGraphSettings
{
    /// <summary>False answers every query with 403, as in a tenant where the provider is out of reach.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>Bytes of an answer from which on it is refused.</summary>
    public int MaxResponseBytes { get; init; } = 16_777_216;

    /// <summary>Subscriptions that one query may name.</summary>
    public int MaxSubscriptions { get; init; } = 1000;

    /// <summary>Subscriptions that a query over groups or the tenant sees; more are cut off, and a header says so.</summary>
    public int SubscriptionLimit { get; init; } = 10_000;

    /// <summary>True takes the older rule: without a column id there is no continuation token.</summary>
    public bool PagingNeedsId { get; init; }

    /// <summary>Queries within <see cref="QuotaSeconds"/>.</summary>
    public int Quota { get; init; } = 1000;

    /// <summary>Length of a window of the quota.</summary>
    public int QuotaSeconds { get; init; } = 5;

    /// <summary>Queries of one kind are remembered for their pages: how many kinds.</summary>
    public int CachedQueries { get; init; } = 16;
}

/// <summary>Limits of Policy Insights.</summary>
internal sealed record PolicyInsightsSettings
{
    /// <summary>Records on a page.</summary>
    public int PageSize { get; init; } = 1000;
}
