using EntraEmulator.Errors;
using EntraEmulator.Policies;
using EntraEmulator.SignIn.Pages;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace EntraEmulator.SignIn;

/// <summary>Takes what a user answered on a page. The name of a sign-in is known only to the page that was shown, and is good for one answer.</summary>
internal sealed class SignInPages(SignInFlow flow, Accounts accounts, SignInSessions sessions, SecondFactors factors, Consents consents, ConsentRequests requests, OneTime<PendingSignIn> pending, AuthorizeAnswer answer, EntraErrorAnswer errors)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost(AccountPage.Action, context => TakeAsync(context, TakeAccountAsync));
        routes.MapPost(SecondFactorPage.Action, context => TakeAsync(context, TakeSecondFactorAsync));
        routes.MapPost(ConsentPage.Action, context => TakeAsync(context, TakeConsentAsync));
    }

    private async Task TakeAsync(HttpContext context, Func<HttpContext, IFormCollection, PendingSignIn, Task> take)
    {
        var form = await context.FormAsync();
        if (pending.Take(form["handle"].ToString()).Value is { } signIn) await take(context, form, signIn);
        else await ErrorPage.WriteAsync(context, errors.Describe(context, new EntraError("invalid_request", 90025, "This page was answered already, or stood too long. Start again at the application.")));
    }

    private Task TakeAccountAsync(HttpContext context, IFormCollection form, PendingSignIn signIn)
    {
        return accounts.Find(signIn.Request.Destination.Tenant, signIn.Request.Destination.Client, form["user"]) is { } user
            ? flow.ContinueAsync(context, signIn with { Account = sessions.SignIn(context, accounts.AtHome(user)) with { User = user } })
            : ErrorPage.WriteAsync(context, errors.Describe(context, new EntraError("invalid_request", 50034, "The user account does not exist in this directory.")));
    }

    private Task TakeSecondFactorAsync(HttpContext context, IFormCollection form, PendingSignIn signIn)
    {
        return factors.Conclude(signIn.Number, form["answer"].ToString(), signIn.Account!.SessionId) switch
        {
            FactorState.Approved => flow.ContinueAsync(context, signIn with { Number = null }),
            FactorState.Waiting => flow.AskForSecondFactorAsync(context, signIn),
            _ => answer.SendErrorAsync(context, signIn.Request.Destination, new EntraError("access_denied", 500121, "Authentication failed during strong authentication request.")),
        };
    }

    private Task TakeConsentAsync(HttpContext context, IFormCollection form, PendingSignIn signIn)
    {
        var (request, account) = (signIn.Request, signIn.Account!);
        switch (form["answer"].ToString())
        {
            case "accept" when request.Destination.IsForOrganization && account.User.IsAdministrator:
                consents.GiveForOrganization(request.Destination.Client, signIn.Asked, signIn.Tenant!, account.User);
                return flow.ContinueAsync(context, signIn with { HasConsented = true, Asked = [] });
            case "accept" when !request.Destination.IsForOrganization && !consents.NeedAnotherThan(account.User, signIn.Asked):
                consents.Give(signIn.Asked, signIn.Tenant!, account.User, forAll: form["everybody"] == "yes" && account.User.IsAdministrator);
                return flow.ContinueAsync(context, signIn with { HasConsented = true, Asked = [] });
            case "requestApproval":
                requests.Add(signIn.Asked, signIn.Tenant!, account.User, form["reason"].ToString());
                return ConsentPage.WriteRequestedAsync(context, request, pending.Add(signIn));
            case "requested":
                return answer.SendErrorAsync(context, request.Destination, new EntraError("access_denied", 90095, "Admin consent is required. A request for it was sent to the administrators."));
            case "needsAdministrator":
                return answer.SendErrorAsync(context, request.Destination, new EntraError("access_denied", 90094, $"The grant requires administrator permission. The application '{request.Destination.Client.Name}' needs it."));
            default:
                return answer.SendErrorAsync(context, request.Destination, new EntraError(request.Destination.IsForOrganization ? "consent_required" : "access_denied", 65004, "User declined to consent to access the app."), isCancelled: true);
        }
    }
}
