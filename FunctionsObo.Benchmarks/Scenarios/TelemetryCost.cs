using FunctionsObo.Benchmarks.Support;
using TestSupport;

namespace FunctionsObo.Benchmarks.Scenarios;

/// <summary>
/// What a request costs that is exported: <c>me</c> of a user who has called before, and <c>health</c>, without a destination and with one, where each
/// trace is a sample, all are sent in batches, and the receiver answers at once. <c>MEASURED_BEFORE</c> in the environment names a folder of FunctionApp as
/// it was published before a change, to be measured beside.
/// </summary>
internal static class TelemetryCost
{
    private const int Callers = 16;
    private const int Rounds = 15;

    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(1);

    public static async Task<Table> RunAsync()
    {
        await using var backends = await Backends.StartAsync();
        await using var receiver = await DownstreamServer.StartAsync();
        await using var apps = new RunningApps();
        var names = new List<string>();
        if (Environment.GetEnvironmentVariable("MEASURED_BEFORE") is { Length: > 0 } folder) await AddAsync("before", MeasuredApp.Before(folder));
        await AddAsync("off", MeasuredApp.FunctionApp);
        await AddAsync("on", MeasuredApp.FunctionApp,
            ("OTEL_EXPORTER_OTLP_ENDPOINT", receiver.Address.ToString()), ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"), ("OTEL_TRACES_SAMPLER", "always_on"));

        var token = backends.TokenOf(WellKnown.AliceName);
        var table = new Table(names);
        foreach (var path in (string[])["me", "health"])
        {
            foreach (var app in apps) await Load.RunAsync(Callers, WarmUp, () => app.GetAsync(path, token));
            var turns = apps.Select(_ => new List<Turn>()).ToArray();
            for (var round = 0; round < Rounds; round++)
            {
                for (var i = 0; i < apps.Count; i++)
                {
                    var app = apps[i];
                    turns[i].Add(await Turn.TakeAsync(app, Callers, Duration, () => app.GetAsync(path, token)));
                }
            }

            table.Row($"{path}: processor time in the worker per request, median", turns.Select(ofApp => $"{Load.Median(ofApp.Select(turn => turn.Microseconds)):0.0} µs"));
            table.Row($"{path}: the same, fastest turn", turns.Select(ofApp => $"{ofApp.Min(turn => turn.Microseconds):0.0} µs"));
            table.Row($"{path}: bytes allocated in the worker per request", turns.Select(ofApp => $"{Load.Median(ofApp.Select(turn => turn.Bytes)) / 1000:0.00} KB"));
        }

        return table;

        async Task AddAsync(string name, MeasuredApp app, params (string Key, string Value)[] settings)
        {
            names.Add(name);
            apps.Add(await RunningApp.StartAsync(app, backends, probed: true, settings));
        }
    }
}
