using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using FunctionApp.Clients.Graph;

namespace FunctionsObo.Benchmarks.Chaos;

/// <summary>Calls as one user after the other, and checks each answer. Now and then a user signs out, comes with a new token, or comes to all processes at once.</summary>
internal sealed class ChaosCaller(Uri address, IReadOnlyList<ChaosUser> users, SignOutCheck signOuts, Random random, Journal journal)
{
    private const double SignOuts = 0.01;
    private const double SignIns = 0.01;
    private const double Crowds = 0.02;

    private static readonly TimeSpan LongestThought = TimeSpan.FromMilliseconds(40);

    public static HttpRequestMessage Request(HttpMethod method, string path, string token) => new(method, path) { Headers = { Authorization = new AuthenticationHeaderValue("Bearer", token) } };

    public async Task RunAsync(CancellationToken end)
    {
        using var http = new HttpClient { BaseAddress = address };
        while (!end.IsCancellationRequested)
        {
            var user = users[random.Next(users.Count)];
            await (random.NextDouble() switch
            {
                < SignOuts => SignOutAsync(http, user),
                < SignOuts + SignIns => MeAsync(http, user, signIn: true),
                < SignOuts + SignIns + Crowds => Task.WhenAll(Enumerable.Range(0, ChaosStack.Instances).Select(_ => MeAsync(http, user))),
                _ => MeAsync(http, user),
            });
            await Task.Delay(LongestThought * random.NextDouble(), TimeProvider.System, CancellationToken.None);
        }
    }

    private async Task MeAsync(HttpClient http, ChaosUser user, bool signIn = false)
    {
        if (signIn) user.SignIn();
        var began = Stopwatch.GetTimestamp();
        await CallAsync(http, HttpMethod.Get, "me", user.TokenForCall(), async answer =>
        {
            signOuts.Check(user, began, answer);
            if (answer.StatusCode != HttpStatusCode.OK)
                journal.Fails($"me: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
            else if (await answer.Content.ReadFromJsonAsync(GraphJson.Default.GraphUser) is var found && !string.Equals(found?.Id, user.ObjectId, StringComparison.Ordinal))
                journal.IsWrong($"me of {user.ObjectId} is {found?.Id}");
        });
    }

    private Task SignOutAsync(HttpClient http, ChaosUser user)
    {
        var before = user.SeenTokens;
        return CallAsync(http, HttpMethod.Post, "me/sign-out", user.Token, async answer =>
        {
            if (answer.StatusCode != HttpStatusCode.NoContent) journal.Fails($"sign-out: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
            journal.SignedOut();
            user.Purged(before);
        });
    }

    private async Task CallAsync(HttpClient http, HttpMethod method, string path, string token, Func<HttpResponseMessage, Task> check)
    {
        var began = Stopwatch.GetTimestamp();
        try
        {
            using var request = Request(method, path, token);
            SignOutCheck.Trace(request);
            using var answer = await http.SendAsync(request, CancellationToken.None);
            await check(answer);
        }
        catch (Exception failure) when (failure is HttpRequestException or TaskCanceledException or IOException)
        {
            journal.Fails($"{path}: {failure.Message}");
        }

        journal.Answered(Stopwatch.GetElapsedTime(began));
    }
}
