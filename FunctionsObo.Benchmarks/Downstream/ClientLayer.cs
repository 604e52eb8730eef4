using System.Net.Http.Headers;
using System.Net.Http.Json;
using BenchmarkDotNet.Attributes;
using FunctionApp.Clients.Graph;
using FunctionsObo.Authentication;
using FunctionsObo.Benchmarks.Support;
using Microsoft.Extensions.DependencyInjection;
using TestSupport;

namespace FunctionsObo.Benchmarks.Downstream;

/// <summary>What the downstream client adds to a plain call, its token included; the API is a stub that answers at once.</summary>
public class ClientLayer
{
    private static readonly Uri Address = new("https://graph.microsoft.com/v1.0/me");

    private Rig _rig = null!;
    private HttpClient _http = null!;
    private GraphClient _graph = null!;
    private Caller _caller = null!;
    private string _authorization = null!;

    [GlobalSetup]
    public void Start()
    {
        _rig = Rig.Start();
        var token = _rig.Emulator.IssueAccessToken(WellKnown.AliceName);
        _authorization = $"Bearer {token}";
        _http = new HttpClient(new DownstreamStub());
        _graph = _rig.Services.GetRequiredService<GraphClient>();
        _caller = new FunctionAppWay(_rig.Services).AuthenticateAsync(new ArrivedRequest(token)).AsTask().GetAwaiter().GetResult();
    }

    [GlobalCleanup]
    public void Stop()
    {
        _http.Dispose();
        _rig.Dispose();
    }

    [Benchmark(Baseline = true)]
    public async Task<GraphUser?> Plain_HttpClient()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Address);
        request.Headers.TryAddWithoutValidation("Authorization", _authorization);
        request.Headers.Accept.Add(Json);
        using var response = await _http.SendAsync(request);
        response.EnsureSuccessStatusCode();
        return await response.Content.ReadFromJsonAsync(GraphJson.Default.GraphUser);
    }

    [Benchmark]
    public Task<GraphUser> Downstream_client() => _graph.GetMeAsync(_caller, CancellationToken.None);

    private static readonly MediaTypeWithQualityHeaderValue Json = new("application/json");
}
