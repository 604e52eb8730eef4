using FunctionsObo.OnBehalfOf.Credentials;
using FunctionsObo.OnBehalfOf.Exchange;
using Microsoft.Identity.Client;
using TestSupport;

namespace FunctionsObo.Tests.OnBehalfOf.Credentials;

/// <summary>A rotation whose loads do what a test says.</summary>
internal sealed class ScriptedRotation
{
    private readonly MonotonicClock _clock;

    public ScriptedRotation()
    {
        _clock = new(Time);
        Rotation = new(LoadAsync, Reported.Add, _clock);
    }

    public ManualTime Time { get; } = new();

    public CredentialRotation Rotation { get; }

    /// <summary>When a load began, in seconds.</summary>
    public List<int> LoadedAt { get; } = [];

    public List<Exception> Reported { get; } = [];

    /// <summary>What a load does before it has a credential.</summary>
    public Func<Task> Source { get; set; } = () => Task.CompletedTask;

    /// <summary>Whether the sources of all credentials are unchanged.</summary>
    public bool IsCurrent { get; set; } = true;

    /// <summary>Holds the loads to come.</summary>
    public TaskCompletionSource HoldLoads()
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Source = () => gate.Task;
        return gate;
    }

    private async Task<MsalClients> LoadAsync(CredentialRotation rotation)
    {
        LoadedAt.Add((int)_clock.Now.TotalSeconds);
        await Source();
        var client = ConfidentialClientApplicationBuilder.Create("client").WithClientSecret("secret").Build();
        return new MsalClients(new SecretCredential("secret", () => IsCurrent), client, () => client);
    }
}
