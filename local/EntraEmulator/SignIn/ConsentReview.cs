using EntraEmulator.SignIn.Pages;
using EntraEmulator.Tenants;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace EntraEmulator.SignIn;

/// <summary>Where an administrator decides about the requests of users. It is the session's administrator who decides, for the own tenant.</summary>
internal sealed class ConsentReview(ConsentRequests requests, Consents consents, SignInSessions sessions, TenantDirectory directory, TimeProvider time)
{
    private readonly OneTime<Tuple<ConsentRequest, User>> _decisions = new(PendingSignIn.Lifetime, time);

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(ConsentReviewPage.Address, WriteAsync);
        routes.MapPost(ConsentReviewPage.AccountAction, TakeAccountAsync);
        routes.MapPost(ConsentReviewPage.DecisionAction, TakeDecisionAsync);
    }

    private Task WriteAsync(HttpContext context)
    {
        var administrators = sessions.Find(context.Request).Select(one => one.User).Where(user => user.IsAdministrator).ToList();
        if (administrators.Count == 0) return ConsentReviewPage.WriteAccountsAsync(context, directory.Users.Where(user => user.IsAdministrator));
        var shown = administrators.SelectMany(user => requests.Of(directory.FindTenant(user.TenantId)!), (user, request) => (request, _decisions.Add(Tuple.Create(request, user))));
        return ConsentReviewPage.WriteRequestsAsync(context, shown);
    }

    private async Task TakeAccountAsync(HttpContext context)
    {
        var chosen = (await context.FormAsync())["user"].ToString();
        if (directory.Users.FirstOrDefault(user => user.IsAdministrator && Accounts.Value(user) == chosen) is { } administrator) sessions.SignIn(context, administrator);
        context.SeeOther(ConsentReviewPage.Address);
    }

    private async Task TakeDecisionAsync(HttpContext context)
    {
        var form = await context.FormAsync();
        if (_decisions.Take(form["handle"].ToString()).Value is var (request, administrator))
        {
            if (form["answer"] == "approve") consents.GiveForOrganization(request.Client, request.Asked, request.Tenant, administrator);
            requests.Close(request);
        }

        context.SeeOther(ConsentReviewPage.Address);
    }
}
