using System.Text.Json.Nodes;
using EntraEmulator.Clients;
using EntraEmulator.Errors;
using EntraEmulator.Faults;
using EntraEmulator.Grants;
using EntraEmulator.Hosting;
using EntraEmulator.Stats;
using EntraEmulator.Tenants;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace EntraEmulator.SignIn;

/// <summary>Where a device asks for a code for its user. See https://learn.microsoft.com/entra/identity-platform/v2-oauth2-device-code#device-authorization-request.</summary>
internal sealed class DeviceCodeEndpoint(EmulatorUrls urls, TenantDirectory directory, ClientAuthenticator clients, DeviceCodes codes, FaultGate gate, EntraErrorAnswer errors)
{
    public void Map(IEndpointRouteBuilder routes) => routes.Map("/{tenant}/oauth2/v2.0/devicecode", AnswerAsync);

    private async Task AnswerAsync(HttpContext context)
    {
        try
        {
            context.Response.Headers.CacheControl = "no-store, no-cache";
            if (await gate.AnsweredAsync(context, new FaultSubject(EmulatorEndpoint.DeviceCode))) return;
            var tenant = TenantPath.Resolve(directory, (string)context.GetRouteValue("tenant")!);
            if (!HttpMethods.IsPost(context.Request.Method)) throw Refuse.NotAPost(context.Request.Method);
            var form = await TokenForm.ReadAsync(context.Request);
            form.CheckSingleValues();
            var client = clients.Identify(form.Client(), tenant).Application;
            if (!client.PublicClient)
                throw Refuse.Client(7000218, "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.");
            var scope = form.Required("scope");
            _ = ScopeRequest.ParseAll(scope);
            await context.Response.WriteJsonAsync(Document(codes.Begin(tenant, client, scope)));
        }
        catch (EntraErrorException refusal)
        {
            await errors.WriteAsync(context, refusal.Error);
        }
    }

    private JsonObject Document(DeviceSignIn signIn)
    {
        var page = $"{urls.Address}devicelogin";
        return new()
        {
            ["user_code"] = signIn.UserCode,
            ["device_code"] = signIn.DeviceCode,
            ["verification_uri"] = page,
            ["expires_in"] = (long)DeviceCodes.Lifetime.TotalSeconds,
            ["interval"] = 5,
            ["message"] = $"To sign in, use a web browser to open the page {page} and enter the code {signIn.UserCode} to authenticate.",
        };
    }
}
