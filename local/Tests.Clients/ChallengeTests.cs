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
    public async Task Who_was_revoked_before_the_first_exchange_needs_another_token_and_gets_it_by_signing_in()
    {
        var done = await MeetAsync("whoami", "me", Person.OfEarlyRevocation, byRedirect: false, new { Address = Dev($"users/{Person.OfEarlyRevocation}/revoke") }, Person.OfEarlyRevocation);

        Assert.Equal("token_refused", done.GetProperty("challenged").GetProperty("body").GetProperty("code").GetString());
        Met(done);
    }

    [BrowserFact]
    public async Task An_authentication_context_that_a_downstream_API_wants_is_met_by_an_exchange_after_a_step_up()
    {
        stack.Local.Emulator.Policies.Add(new() { AuthenticationContext = "c2", User = Person.OfDownstreamContext });
        var challenge = $"Bearer realm=\"\", error=\"insufficient_claims\", claims=\"{Convert.ToBase64String("""{"access_token":{"acrs":{"essential":true,"value":"c2"}}}"""u8)}\"";

        var done = await MeetAsync("whoami", "orders", Person.OfDownstreamContext, byRedirect: false, new
        {
            Address = new Uri(stack.Local.Orders.Address, "dev/faults"),
            Body = new { User = Person.OfDownstreamContext, WwwAuthenticate = challenge, Times = 2 }, // once before the step-up, once after it
        }, "Approve");

        ChallengedAndMet(done, "capolids");
        Assert.DoesNotContain(stack.Local.Orders.Faults.Pending, fault => fault.User == Person.OfDownstreamContext);
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
        Assert.Contains(claim, done.GetProperty("challenged").GetProperty("claims").GetString(), StringComparison.Ordinal);
        Met(done);
    }

    /// <summary>Refused, not to be settled without the user, and settled by a sign-in.</summary>
    private static void Met(JsonElement done)
    {
        Assert.Equal((200, 401, 200), (Status("before"), Status("challenged"), Status("after")));
        Assert.Equal("InteractionRequiredAuthError", done.GetProperty("silent").GetProperty("failure").GetString());

        int Status(string call) => done.GetProperty(call).GetProperty("status").GetInt32();
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
