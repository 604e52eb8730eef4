using System.Text.Json;
using Local.Tests.Clients.Runtimes;
using TestSupport;

namespace Local.Tests.Clients;

/// <summary>From a policy, or a revocation, to the answer: what the identity platform wants of a user goes through FunctionApp to the page, and the page's sign-in settles it.</summary>
[Collection(ClientsFixture.Name)]
public sealed class ChallengeTests(ClientsFixture stack)
{
    [BrowserFact]
    public async Task A_second_factor_that_a_downstream_API_wants_is_given_by_popup()
    {
        var done = await MeetAsync("whoami", "orders", Person.OfStepUp, byRedirect: false, Policy(Person.OfStepUp), "Approve");

        ChallengedAndMet(done, "capolids");
    }

    [BrowserFact]
    public async Task A_second_factor_that_a_downstream_API_wants_is_given_by_redirect()
    {
        var done = await MeetAsync("whoami", "orders", Person.OfDownstreamPolicy, byRedirect: true, Policy(Person.OfDownstreamPolicy), "Approve");

        ChallengedAndMet(done, "capolids");
    }

    [BrowserFact]
    public async Task Who_was_revoked_is_challenged_by_the_downstream_API_and_signs_in_again()
    {
        var done = await MeetAsync("me", "me", Person.OfRevocation, byRedirect: false, new { Address = Dev($"users/{Person.OfRevocation}/revoke") }, Person.OfRevocation);

        ChallengedAndMet(done, "nbf");
    }

    [BrowserFact]
    public async Task An_authentication_context_that_a_client_asks_for_is_in_its_token()
    {
        stack.Local.Emulator.Policies.Add(new() { AuthenticationContext = "c1", User = Person.OfContext });

        var done = await stack.BrowseAsync("msal-browser/step-up.mjs", new
        {
            Origin = stack.Pages.Http,
            Username = Person.MailOf(Person.OfContext),
            Button = Person.OfContext,
            Claims = """{"access_token":{"acrs":{"essential":true,"value":"c1"}}}""",
            Answers = (string[])["Approve"],
        });

        Assert.False(done.GetProperty("before").GetProperty("claims").TryGetProperty("acrs", out _));
        Assert.Equal("c1", done.GetProperty("after").GetProperty("claims").GetProperty("acrs")[0].GetString());
    }

    private static void ChallengedAndMet(JsonElement done, string claim)
    {
        var challenged = done.GetProperty("challenged");
        Assert.Equal((200, 401, 200), (Status(done.GetProperty("before")), Status(challenged), Status(done.GetProperty("after"))));
        Assert.Contains(claim, challenged.GetProperty("claims").GetString(), StringComparison.Ordinal);
        Assert.Equal("InteractionRequiredAuthError", done.GetProperty("silent").GetProperty("failure").GetString());

        static int Status(JsonElement call) => call.GetProperty("status").GetInt32();
    }

    private object Policy(string user) => new { Address = Dev("policies"), Body = new { Api = WellKnown.OrdersName, User = user } };

    private Uri Dev(string path) => new(stack.Local.Emulator.Address, $"dev/{path}");

    private Task<JsonElement> MeetAsync(string first, string path, string user, bool byRedirect, object happening, string answer) => stack.BrowseAsync("msal-browser/challenge.mjs", new
    {
        Origin = stack.Pages.Http,
        Username = Person.MailOf(user),
        Button = user,
        Happening = happening,
        First = first,
        Path = path,
        Answers = (string[])[answer],
        ByRedirect = byRedirect,
    });
}
