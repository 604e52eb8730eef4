using EntraEmulator.Errors;
using EntraEmulator.Grants;
using EntraEmulator.Policies;
using EntraEmulator.SignIn.Pages;
using EntraEmulator.Tenants;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace EntraEmulator.SignIn;

/// <summary>The user's half of a device's sign-in: the code, an account, consent.</summary>
internal sealed class DeviceLogin(Accounts accounts, DeviceCodes codes, SignInSessions sessions, Consents consents, SignInPolicies policies, SecondFactors factors, TimeProvider time)
{
    private readonly OneTime<DeviceSignIn> _pending = new(DeviceCodes.Lifetime, time);
    private readonly OneTime<Tuple<DeviceSignIn, SignedIn, NumberToMatch?>> _secondFactors = new(DeviceCodes.Lifetime, time);
    private readonly WrongGuesses _wrong = new(time);

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(DevicePage.Address, context => DevicePage.WriteCodeAsync(context));
        routes.MapPost(DevicePage.Address, TakeCodeAsync);
        routes.MapPost(DevicePage.Action, TakeAnswerAsync);
        routes.MapPost(DevicePage.SecondFactorAction, TakeSecondFactorAsync);
    }

    private async Task TakeCodeAsync(HttpContext context)
    {
        var form = await context.FormAsync();
        var signIn = _wrong.AreTooMany ? null : codes.FindByUserCode(form["code"].ToString());
        if (signIn is null)
        {
            _wrong.Count();
            await DevicePage.WriteCodeAsync(context, form["code"].ToString().Length == 0 ? "Enter a code (AADSTS90119)." : "That code didn't work. Check the code and try again (AADSTS70019).");
            return;
        }

        await DevicePage.WriteQuestionAsync(context, signIn, _pending.Add(signIn), accounts.For(signIn.Tenant, signIn.Client));
    }

    private async Task TakeAnswerAsync(HttpContext context)
    {
        var form = await context.FormAsync();
        if (_pending.Take(form["handle"].ToString()).Value is not { } signIn)
        {
            await DevicePage.WriteCodeAsync(context, "This page was answered already, or stood too long.");
            return;
        }

        var user = accounts.Find(signIn.Tenant, signIn.Client, form["user"]);
        var account = user is null ? null : sessions.SignIn(context, accounts.AtHome(user)) with { User = user };
        if (account is not null && NeedsSecondFactor(signIn, account))
            await AskForSecondFactorAsync(context, signIn, account, factors.Begin(signIn.Client, account.User));
        else await EndAsync(context, signIn, account);
    }

    private Task AskForSecondFactorAsync(HttpContext context, DeviceSignIn signIn, SignedIn account, NumberToMatch? number) =>
        SecondFactorPage.WriteAsync(context, signIn.Client, account.User, DevicePage.SecondFactorAction, _secondFactors.Add(Tuple.Create(signIn, account, number)), number);

    private async Task TakeSecondFactorAsync(HttpContext context)
    {
        var form = await context.FormAsync();
        if (_secondFactors.Take(form["handle"].ToString()).Value is not var (signIn, account, number))
        {
            await DevicePage.WriteCodeAsync(context, "This page was answered already, or stood too long.");
            return;
        }

        var state = factors.Conclude(number, form["answer"].ToString(), account.SessionId);
        await (state == FactorState.Waiting ? AskForSecondFactorAsync(context, signIn, account, number) : EndAsync(context, signIn, state == FactorState.Approved ? account : null));
    }

    private Task EndAsync(HttpContext context, DeviceSignIn signIn, SignedIn? account)
    {
        if (account is not null && !Agree(signIn, account.User))
        {
            signIn.Answer(account: null);
            return DevicePage.WriteDoneAsync(context, "Need admin approval", $"{signIn.Client.Name} needs permission that only an administrator can grant (AADSTS90094). The device was not signed in.");
        }

        if (!signIn.Answer(account)) return DevicePage.WriteCodeAsync(context, "This code was answered already (AADSTS90120).");
        return account is null
            ? DevicePage.WriteDoneAsync(context, "Cancelled", "The device was not signed in. You may close this window.")
            : DevicePage.WriteDoneAsync(context, signIn.Client.Name, $"You have signed in to {signIn.Client.Name} on your device. You may now close this window.");
    }

    private bool NeedsSecondFactor(DeviceSignIn signIn, SignedIn account)
    {
        try
        {
            return policies.Unmet(signIn.Tenant, ScopeRequest.ParseAll(signIn.Scope), ClaimsRequest.None, account) is { Require: PolicyRequirement.Mfa };
        }
        catch (EntraErrorException)
        {
            return false; // the device is told when it asks for its tokens
        }
    }

    /// <summary>The page named the application, and the yes counts for what it asks for.</summary>
    /// <returns>False where only an administrator may say yes.</returns>
    private bool Agree(DeviceSignIn signIn, User user)
    {
        var tenant = accounts.TenantOf(signIn.Tenant, user);
        try
        {
            var asked = consents.Missing(signIn.Client, tenant, user, ScopeRequest.ParseAll(signIn.Scope), all: false);
            if (consents.NeedAnotherThan(user, asked)) return false;
            consents.Give(asked, tenant, user, forAll: false);
        }
        catch (EntraErrorException)
        {
            // The device is told when it asks for its tokens.
        }

        return true;
    }
}
