namespace FunctionsObo.OnBehalfOf;

/// <summary>How tokens are exchanged: section <c>OnBehalfOf</c>.</summary>
public sealed class OnBehalfOfOptions
{
    public const string Section = "OnBehalfOf";

    /// <summary>How long one exchange may take, whoever waits for it. 1 second to 5 minutes, default 30 seconds.</summary>
    public TimeSpan ExchangeTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>For how long "the user must act" is remembered. 0 to 10 minutes, default 60 seconds.</summary>
    public TimeSpan UserActionMemory { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>How many failures of the token endpoint within 30 seconds open the circuit, if they are at least half of all. 2 to 1,000, default 5.</summary>
    public int CircuitFailures { get; set; } = 5;

    /// <summary>How long the circuit stays open before one request may try again. 1 second to 10 minutes, default 10 seconds.</summary>
    public TimeSpan CircuitBreak { get; set; } = TimeSpan.FromSeconds(10);
}
