using FunctionsObo.Authentication;
using FunctionsObo.Errors;
using FunctionsObo.OnBehalfOf;
using FunctionsObo.Tool.Doctor.Credentials;
using FunctionsObo.Tool.Explaining;
using FunctionsObo.Tool.Output;

namespace FunctionsObo.Tool.Doctor.Tokens;

/// <summary>What the app does with the token, and what the API answers to it.</summary>
internal static class ExchangeChecks
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static IReadOnlyList<Check> All =>
    [
        new("T5", "It is exchanged on behalf of the user for each downstream API", Need.Token, ExchangeAsync) { After = ["S6", "C1", "C3", "R7", "R8", "T1", "T2", "T4"] },
        new("T6", "The API answers a call with it", Need.Token, CallAsync) { After = ["T1", "T2", "T4", "T5"] },
    ];

    private static async Task<IReadOnlyList<Finding>> ExchangeAsync(Examination patient, CancellationToken cancellationToken)
    {
        var caller = (await patient.Token!.VerdictAsync(patient, cancellationToken)).Caller!;
        if (caller.Kind != CallerKind.User) return [Finding.Fine("an app's token: there is no user to act for")];
        if (await patient.Credential.LackAsync(cancellationToken) is { } lack) return [lack];

        var findings = new List<Finding>();
        foreach (var api in patient.Apis.Where(api => !api.Options.RequestAppToken))
        {
            try
            {
                await patient.Engine.Get<OboTokenProvider>().GetTokenAsync(caller, new TargetApi(api.Name, [.. api.Options.Scopes]), cancellationToken);
                findings.Add(Finding.Fine(api.Name));
            }
            catch (ProblemException none)
            {
                findings.Add(TokenFailure.Of(patient, api.Name, none).Tell());
            }
        }

        return [.. findings.DefaultIfEmpty(Finding.Fine("no API is called on behalf of users"))];
    }

    private static async Task<IReadOnlyList<Finding>> CallAsync(Examination patient, CancellationToken cancellationToken)
    {
        if (patient.Call is not { } address) return [Finding.Skipped("no --call")];
        using var handler = patient.Reach.HandlerTo(address);
        using var http = new HttpClient(handler) { Timeout = Patience, MaxResponseContentBufferSize = 1 << 20 };
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.TryAddWithoutValidation("Authorization", await patient.Token!.HeaderAsync(cancellationToken));
        using var answer = await http.SendAsync(request, cancellationToken);
        if (answer.IsSuccessStatusCode) return [Finding.Fine($"{(int)answer.StatusCode}")];

        var text = $"{answer.Headers.WwwAuthenticate}\n{await answer.Content.ReadAsStringAsync(cancellationToken)}";
        var explained = Reader.Read(text, patient.Settings, patient.Now).Explanations.OrderBy(one => one.Kind != "problem").FirstOrDefault();
        return [Finding.Wrong(
            $"{address.AbsolutePath} answers {(int)answer.StatusCode}{(explained is null ? "" : $" {explained.Subject}: {explained.Meaning}")}",
            explained?.Fix ?? "See the API's log, by the traceId of the body; or whether the address is the API's.")];
    }
}
