using System.Text.Json.Serialization;
using FunctionsObo.Tool.Output;
using FunctionsObo.Tool.Registering.Planning;

namespace FunctionsObo.Tool.Registering;

/// <summary>What <c>register</c> says at its end. It holds no secret.</summary>
internal sealed record RegisterResult
{
    public required TenantSeen Tenant { get; init; }

    public required Plan Plan { get; init; }

    /// <summary>What became of the plan.</summary>
    public required Outcome Outcome { get; init; }

    /// <summary>The API's client id; null while there is none.</summary>
    public string? ClientId { get; init; }

    public string? TestClientId { get; init; }

    /// <summary>The settings file.</summary>
    public required string Settings { get; init; }

    /// <summary>Whether the app got a token with its credential; null when that was not tried.</summary>
    public bool? CredentialIsProven { get; init; }

    /// <summary>Where an administrator consents; null when nobody has to.</summary>
    public string? ConsentLink { get; init; }

    /// <summary>What is still wrong, each with its fix.</summary>
    public IReadOnlyList<string> Findings { get; init; } = [];

    [JsonIgnore]
    public int ExitCode => (Outcome, ConsentLink, Findings.Count) switch
    {
        (Outcome.Planned, _, _) when Plan.ChangesSomething => ExitCodes.WouldChange,
        (Outcome.Declined, _, _) => ExitCodes.Cancelled,
        (_, not null, _) => ExitCodes.ConsentPending,
        (_, _, > 0) => ExitCodes.Findings,
        _ => ExitCodes.Done,
    };
}

/// <summary>The tenant, and who looked into it.</summary>
internal sealed record TenantSeen(string Id, string Name, string SignedInAs);

/// <summary>What became of a plan.</summary>
internal enum Outcome
{
    /// <summary>Only planned, as <c>--dry-run</c> asks.</summary>
    Planned,

    /// <summary>There was nothing to change.</summary>
    Unchanged,

    /// <summary>All of it was done.</summary>
    Done,

    /// <summary>The answer to the question was no.</summary>
    Declined,
}
