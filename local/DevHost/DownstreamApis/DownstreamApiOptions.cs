using System.Security.Cryptography.X509Certificates;

namespace DevHost.DownstreamApis;

/// <summary>Where a downstream API listens and whose tokens it takes.</summary>
public sealed record DownstreamApiOptions
{
    /// <summary>The port on loopback; 0 (the default) picks any free one.</summary>
    public int Port { get; init; }

    /// <summary>The identity provider's address, ending in a slash; tenant metadata is read below it.</summary>
    public required Uri Authority { get; init; }

    /// <summary>The one server certificate that is trusted when the metadata is fetched.</summary>
    public required X509Certificate2 AuthorityCertificate { get; init; }

    /// <summary>The clock for token lifetimes, fault delays and the times in <c>/dev/seen</c>; the system's unless given.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Whom the API knows. Tokens of tenants without a person here are refused.</summary>
    public IReadOnlyList<Person> People { get; init; } = Person.Everyone;

    /// <summary>The client id that a token's <c>azp</c> must have; FunctionApp's unless given.</summary>
    public Guid CallingApplication { get; init; } = Guid.Parse("f0bc0000-0000-4000-8000-000000000010");

    /// <summary>How many accepted tokens <c>/dev/seen</c> remembers; 100 unless given.</summary>
    public int SeenLimit { get; init; } = 100;
}
