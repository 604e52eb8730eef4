using EntraEmulator.Errors;
using EntraEmulator.Faults;
using EntraEmulator.SignIn.Pages;
using EntraEmulator.Stats;
using EntraEmulator.Tenants;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace EntraEmulator.SignIn;

/// <summary>Where a client sends its user to sign in (RFC 6749 section 4.1.1), or an administrator to consent for everybody.</summary>
internal sealed class AuthorizeEndpoint(TenantDirectory directory, SignInFlow flow, AuthorizeAnswer answer, EntraErrorAnswer errors, FaultGate gate)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapMethods("/{tenant}/oauth2/v2.0/authorize", ["GET", "POST"], context => AnswerAsync(context, AuthorizeRequest.Read));
        routes.MapGet("/{tenant}/v2.0/adminconsent", context => AnswerAsync(context, (parameters, destination) => AuthorizeRequest.ReadForOrganization(parameters, destination, isListed: false), forOrganization: true));
        routes.MapGet("/{tenant}/adminconsent", context => AnswerAsync(context, (parameters, destination) => AuthorizeRequest.ReadForOrganization(parameters, destination, isListed: true), forOrganization: true));
    }

    private async Task AnswerAsync(HttpContext context, Func<AuthorizeParameters, Destination, AuthorizeRequest> read, bool forOrganization = false)
    {
        AuthorizeParameters parameters;
        Destination destination;
        try
        {
            parameters = await AuthorizeParameters.ReadAsync(context.Request);
            if (await gate.AnsweredAsync(context, Subject(parameters))) return;
            destination = Destination.Read(parameters, (string)context.GetRouteValue("tenant")!, directory, forOrganization);
        }
        catch (EntraErrorException refusal)
        {
            await ErrorPage.WriteAsync(context, errors.Describe(context, refusal.Error));
            return;
        }

        AuthorizeRequest request;
        try
        {
            request = read(parameters, destination);
        }
        catch (EntraErrorException refusal)
        {
            await answer.SendErrorAsync(context, destination, refusal.Error);
            return;
        }

        await flow.ContinueAsync(context, new PendingSignIn(request));
    }

    private FaultSubject Subject(AuthorizeParameters parameters)
    {
        var clientId = parameters.Optional("client_id") ?? "";
        return new FaultSubject(EmulatorEndpoint.Authorize) { ClientId = clientId, ClientName = directory.FindApplication(clientId)?.Name, Scope = parameters.Optional("scope") ?? "" };
    }
}
