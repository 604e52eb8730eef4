using System.Collections.Concurrent;
using FunctionsHost.InProcess;
using FunctionsObo.Downstream.Calls;
using FunctionsObo.Registration;
using Microsoft.Extensions.DependencyInjection;

namespace TestSupport;

/// <summary>Stands between FunctionApp and its identity provider from the very start: sees every request, and answers those that a test says.</summary>
internal sealed class PlatformGate
{
    private readonly ConcurrentQueue<Uri> _asked = new();

    /// <summary>What was asked for, in order.</summary>
    public IReadOnlyCollection<Uri> Asked => _asked;

    /// <summary>The answer to a request; null lets it through to the emulator.</summary>
    public Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage?>> Answer { get; set; } = static (_, _) => Task.FromResult<HttpResponseMessage?>(null);

    /// <summary>Where a request that is let through goes; its sender does not notice.</summary>
    public Func<Uri, Uri> Reroute { get; set; } = static address => address;

    public void StandBefore(AppSetup builder) =>
        builder.Services.AddHttpClient(IdentityPlatform.HttpClientName).AddHttpMessageHandler(() => new Handler(this));

    private sealed class Handler(PlatformGate gate) : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var address = request.RequestUri!;
            gate._asked.Enqueue(address);
            var answer = await gate.Answer(request, cancellationToken);
            if (answer is null)
            {
                request.RequestUri = gate.Reroute(address);
                answer = await base.SendAsync(request, cancellationToken);
                request.RequestUri = address;
            }

            answer.RequestMessage = request;
            return answer;
        }
    }
}
