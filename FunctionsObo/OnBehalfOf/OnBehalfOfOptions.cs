namespace FunctionsObo.OnBehalfOf;

/// <summary>How tokens are exchanged: section <c>OnBehalfOf</c>.</summary>
public sealed class OnBehalfOfOptions
{
    internal const string Section = "OnBehalfOf";

    /// <summary>How long one exchange may take, whoever waits for it. 1 second to 5 minutes, default 30 seconds.</summary>
    public TimeSpan ExchangeTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>For how long "the user must act" is remembered. 0 to 10 minutes, default 60 seconds.</summary>
    public TimeSpan UserActionMemory { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// For how many users of a tenant the token endpoint must be failing, by their latest request within 30 seconds, so that nobody of that tenant asks
    /// it, if they are at least half of all; and how many requests of one user must fail in a row for only that user to wait. 2 to 1,000, default 5.
    /// </summary>
    public int CircuitFailures { get; set; } = 5;

    /// <summary>How long nobody, or the one user, is let through before a request may try again. 1 second to 10 minutes, default 10 seconds.</summary>
    public TimeSpan CircuitBreak { get; set; } = TimeSpan.FromSeconds(10);
}

/// <summary>The rules for section OnBehalfOf.</summary>
internal static class OnBehalfOfRules
{
    public static IEnumerable<string> Errors(OnBehalfOfOptions options)
    {
        if (options.ExchangeTimeout < TimeSpan.FromSeconds(1) || options.ExchangeTimeout > TimeSpan.FromMinutes(5))
            yield return "OnBehalfOf:ExchangeTimeout must be from 00:00:01 to 00:05:00.";
        if (options.UserActionMemory < TimeSpan.Zero || options.UserActionMemory > TimeSpan.FromMinutes(10))
            yield return "OnBehalfOf:UserActionMemory must be from 00:00:00 to 00:10:00.";
        if (options.CircuitFailures is < 2 or > 1000)
            yield return "OnBehalfOf:CircuitFailures must be from 2 to 1000.";
        if (options.CircuitBreak < TimeSpan.FromSeconds(1) || options.CircuitBreak > TimeSpan.FromMinutes(10))
            yield return "OnBehalfOf:CircuitBreak must be from 00:00:01 to 00:10:00.";
    }
}
