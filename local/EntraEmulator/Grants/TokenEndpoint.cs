using System.Text.Json.Nodes;
using EntraEmulator.Clients;
using EntraEmulator.Errors;
using EntraEmulator.Faults;
using EntraEmulator.Hosting;
using EntraEmulator.Policies;
using EntraEmulator.Stats;
using EntraEmulator.Tenants;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace EntraEmulator.Grants;

/// <summary>The token endpoint: fault script, client authentication, then the handler of the grant type.</summary>
internal sealed class TokenEndpoint(
    TenantDirectory directory,
    IEnumerable<IGrant> grants,
    ClientAuthenticator clients,
    TokenRequestSubjects subjects,
    FaultGate gate,
    EntraErrorAnswer errors,
    RequestStats stats,
    Latest<SeenTokenRequest> seen,
    TimeProvider time)
{
    private readonly Dictionary<string, IGrant> _grants = grants.ToDictionary(grant => grant.GrantType, StringComparer.Ordinal);

    public void Map(IEndpointRouteBuilder routes) => routes.Map("/{tenant}/oauth2/v2.0/token", AnswerAsync);

    private async Task AnswerAsync(HttpContext context)
    {
        TokenForm? form = null;
        IGrant? grant = null;
        try
        {
            context.Response.Headers.CacheControl = "no-store, no-cache";
            context.Response.Headers.Pragma = "no-cache";
            form = await TokenForm.ReadAsync(context.Request);
            grant = _grants.GetValueOrDefault(form.Optional("grant_type") ?? "");
            if (await gate.AnsweredAsync(context, subjects.Describe(form, grant)))
            {
                See(context, form, grant, context.Response.StatusCode, answer: null);
                return;
            }

            var answer = await AnswerAsync(context.Request, form, grant);
            stats.CountIssued();
            See(context, form, grant, StatusCodes.Status200OK, answer);
            await context.Response.WriteJsonAsync(answer);
        }
        catch (EntraErrorException refusal)
        {
            stats.CountFailure(refusal.Error.Code);
            var answer = errors.Describe(context, refusal.Error);
            See(context, form, grant, refusal.Error.Status, answer);
            await context.Response.WriteJsonAsync(answer, refusal.Error.Status);
        }
    }

    /// <summary>It is there for whoever has the answer.</summary>
    private void See(HttpContext context, TokenForm? form, IGrant? grant, int status, JsonObject? answer) =>
        seen.Add(SeenTokenRequest.Of(time.GetUtcNow(), (string)context.GetRouteValue("tenant")!, grant?.Name, form?.Fields ?? [], status, answer));

    private async Task<JsonObject> AnswerAsync(HttpRequest request, TokenForm form, IGrant? grant)
    {
        var tenant = TenantPath.Resolve(directory, (string)request.RouteValues["tenant"]!);
        if (!HttpMethods.IsPost(request.Method)) throw Refuse.NotAPost(request.Method);
        form.CheckSingleValues();
        if (grant is null) throw Refuse.UnsupportedGrant(form.Required("grant_type"));
        if (form.Optional("resource") is not null) throw Refuse.ResourceParameter();
        var claims = ClaimsRequest.Read(form.Optional("claims"));
        var isForPage = grant.IsForPage(form);
        PageOrigin.Check(request, form, isForPage);
        var client = isForPage ? clients.Identify(form.Client(), tenant) : await clients.AuthenticateAsync(form.Client(), tenant);
        return await grant.AnswerAsync(new GrantRequest(form, tenant, client, claims));
    }
}
