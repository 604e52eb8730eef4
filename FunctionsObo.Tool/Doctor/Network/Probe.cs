using System.Net;

namespace FunctionsObo.Tool.Doctor.Network;

/// <summary>What came of one request to an address, as the app would make it.</summary>
/// <param name="Name">What the address is, for people.</param>
/// <param name="Address">What was asked.</param>
internal sealed record Probe(string Name, Uri Address)
{
    /// <summary>The status of the answer; null when there was none.</summary>
    public HttpStatusCode? Status { get; init; }

    /// <summary>The body of an answer, as far as it was read.</summary>
    public string Body { get; init; } = "";

    /// <summary>By the server's clock, how far this machine's clock is ahead; null when the answer has no date.</summary>
    public TimeSpan? ClockAhead { get; init; }

    /// <summary>Who issued the server's certificate.</summary>
    public string? CertificateIssuer { get; init; }

    /// <summary>Where it failed.</summary>
    public ProbeFault Fault { get; init; }

    /// <summary>Why, in the engine's words.</summary>
    public string Cause { get; init; } = "";

    /// <summary>The check that says why there was no answer; null when there was one.</summary>
    public string? Finder => Fault switch
    {
        ProbeFault.None => null,
        ProbeFault.Name => "N1",
        ProbeFault.Proxy => "N3",
        _ => "N2",
    };
}

/// <summary>Where a request failed.</summary>
internal enum ProbeFault
{
    None,
    Name,
    Proxy,
    Tls,
    Connection,
}
