using EntraEmulator.Errors;
using EntraEmulator.Policies;
using EntraEmulator.SignIn.Pages;
using EntraEmulator.Tenants;
using Microsoft.AspNetCore.Http;

namespace EntraEmulator.SignIn;

/// <summary>Leads a sign-in from step to step: an account, consent, a code. What a step needs of the user is asked by a page, or refused where none may be shown.</summary>
internal sealed class SignInFlow(TenantDirectory directory, Accounts accounts, SignInSessions sessions, Consents consents, OneTime<PendingSignIn> pending, OneTime<AuthorizationCode> codes, AuthorizeAnswer answer, SignInPolicies policies, AccessPolicies switches, SecondFactors factors, TimeProvider time)
{
    public async Task ContinueAsync(HttpContext context, PendingSignIn signIn)
    {
        var request = signIn.Request;
        try
        {
            var account = signIn.Account ?? FindAccount(context.Request, request);
            if (account is null) await AskForAccountAsync(context, signIn);
            else if (policies.Unmet(request, account) is { } policy) await AskForMoreAsync(context, signIn with { Account = account }, policy);
            else await AskForConsentAsync(context, signIn with { Account = account });
        }
        catch (EntraErrorException refusal)
        {
            await answer.SendErrorAsync(context, request.Destination, refusal.Error);
        }
    }

    /// <summary>Single sign-on: somebody who is signed in and is meant. Null when somebody has to choose.</summary>
    /// <exception cref="EntraErrorException">No page may be shown, and nobody is meant for sure.</exception>
    private SignedIn? FindAccount(HttpRequest http, AuthorizeRequest request)
    {
        var now = time.GetUtcNow();
        var candidates = accounts.For(request.Destination.Tenant, request.Destination.Client).ToList();
        var signedIn = sessions.Find(http, candidates).Where(one => request.MaxAge is not { } age || one.At + age > now).ToList();
        if (request.Destination.IsForOrganization) signedIn.RemoveAll(one => !one.User.IsAdministrator);
        if (request.SessionId is { } sid) signedIn.RemoveAll(one => one.SessionId != sid);
        if (request.ExpectedUser is { } expected) signedIn.RemoveAll(one => one.User.ObjectId != expected);
        if (request.LoginHint is { } hint) signedIn.RemoveAll(one => !one.User.IsCalled(hint));
        if (!request.IsSilent) return signedIn is [var only] && request.Prompt is null or "consent" ? only : null;
        return signedIn switch
        {
            [var one] => one,
            [] => throw Refuse.With("login_required", 50058, "A silent sign-in request was sent but no user is signed in."),
            _ => throw Refuse.With("interaction_required", 16000, "Either multiple user identities are available for the current request or selected account is not supported for the scenario."),
        };
    }

    private Task AskForAccountAsync(HttpContext context, PendingSignIn signIn)
    {
        var known = sessions.Find(context.Request).Select(one => one.User.Account).ToList();
        var hint = signIn.Request.LoginHint;
        var users = accounts.For(signIn.Request.Destination.Tenant, signIn.Request.Destination.Client).OrderByDescending(user => hint is not null && user.IsCalled(hint)).ThenByDescending(IsKnown);
        return AccountPage.WriteAsync(context, signIn.Request, pending.Add(signIn), users, IsKnown);

        bool IsKnown(User user) => known.Contains(user.Account);
    }

    private Task AskForMoreAsync(HttpContext context, PendingSignIn signIn, AccessPolicy policy)
    {
        if (policy.Require == PolicyRequirement.Block) throw Refuse.With("access_denied", 53003, "Access has been blocked by Conditional Access policies. The access policy does not allow token issuance.");
        if (signIn.Request.IsSilent) throw new EntraErrorException(PolicyCheck.Refusal(policy).Error with { Error = "interaction_required" });
        return policy.Require == PolicyRequirement.Mfa && !policies.IsTooOld(policy, signIn.Account!)
            ? AskForSecondFactorAsync(context, signIn with { Number = factors.Begin(signIn.Request.Destination.Client, signIn.Account!.User) })
            : AskForAccountAsync(context, signIn with { Account = null });
    }

    /// <summary>Shows the page, also again while the phone has not answered.</summary>
    public Task AskForSecondFactorAsync(HttpContext context, PendingSignIn signIn) => SecondFactorPage.WriteAsync(
        context, signIn.Request.Destination.Client, signIn.Account!.User, SecondFactorPage.Action, pending.Add(signIn), signIn.Number, signIn.Request.Destination.RedirectUri);

    private async Task AskForConsentAsync(HttpContext context, PendingSignIn signIn)
    {
        var (request, account) = (signIn.Request, signIn.Account!);
        var client = directory.FindApplication(request.Destination.Client.ClientId) ?? request.Destination.Client; // what was consented to meanwhile
        var tenant = accounts.TenantOf(request.Destination.Tenant, account.User);
        if (request.Destination.IsForOrganization)
        {
            await AskForOrganizationAsync(context, signIn with { Tenant = tenant }, client);
            return;
        }

        var asked = consents.Missing(client, tenant, account.User, request.Scopes, all: request.Prompt == "consent" && !signIn.HasConsented);
        if (asked.Count == 0)
        {
            account.Clients[client.ClientId] = true;
            await AuthorizeAnswer.SendCodeAsync(context, request, codes.Add(new AuthorizationCode(request, tenant, account)), account);
        }
        else if (request.IsSilent)
        {
            throw new EntraErrorException(new EntraError(
                "interaction_required", 65001, $"The user or administrator has not consented to use the application with ID '{client.ClientId}' named '{client.Name}'. Send an interactive authorization request for this user and resource.")
            { Suberror = "consent_required" });
        }
        else
        {
            var handle = pending.Add(signIn with { Tenant = tenant, Asked = asked });
            await (consents.NeedAnotherThan(account.User, asked)
                ? ConsentPage.WriteNeedsAdministratorAsync(context, request, handle, asked, switches.SignIn.ConsentRequests)
                : ConsentPage.WriteAsync(context, request, handle, account.User, asked, forAll: account.User.IsAdministrator));
        }
    }

    private Task AskForOrganizationAsync(HttpContext context, PendingSignIn signIn, AppRegistration client)
    {
        if (signIn.HasConsented) return AuthorizeAnswer.SendConsentAsync(context, signIn.Request, signIn.Tenant!);
        var asked = consents.OfOrganization(client, signIn.Tenant!, signIn.Request.Scopes);
        var handle = pending.Add(signIn with { Asked = asked });
        return signIn.Account!.User.IsAdministrator
            ? ConsentPage.WriteForOrganizationAsync(context, signIn, handle, asked)
            : ConsentPage.WriteNeedsAdministratorAsync(context, signIn.Request, handle, asked, switches.SignIn.ConsentRequests);
    }
}

/// <summary>A sign-in that waits for its user.</summary>
internal sealed record PendingSignIn(AuthorizeRequest Request)
{
    /// <summary>How long a page may stand before it is answered.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(15);

    public SignedIn? Account { get; init; }

    /// <value>The number to match, while the second factor is asked for.</value>
    public NumberToMatch? Number { get; init; }

    public Tenant? Tenant { get; init; }

    public IReadOnlyList<Asked> Asked { get; init; } = [];

    public bool HasConsented { get; init; }
}
