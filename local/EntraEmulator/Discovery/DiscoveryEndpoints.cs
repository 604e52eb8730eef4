using System.Text.Json.Nodes;
using EntraEmulator.Errors;
using EntraEmulator.Faults;
using EntraEmulator.Hosting;
using EntraEmulator.Keys;
using EntraEmulator.Stats;
using EntraEmulator.Tenants;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace EntraEmulator.Discovery;

/// <summary>Metadata, key sets and instance discovery.</summary>
internal sealed class DiscoveryEndpoints(EmulatorUrls urls, TenantDirectory directory, KeyRing keys, FaultGate gate, EntraErrorAnswer errors)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        Map(routes, "/{tenant}/v2.0/.well-known/openid-configuration", EmulatorEndpoint.Metadata, tenant => MetadataDocument.Create(urls, tenant, version: 2));
        Map(routes, "/{tenant}/.well-known/openid-configuration", EmulatorEndpoint.Metadata, tenant => MetadataDocument.Create(urls, tenant, version: 1));
        Map(routes, "/{tenant}/discovery/v2.0/keys", EmulatorEndpoint.Keys, tenant => KeySetDocument.Create(urls, keys, tenant, version: 2));
        Map(routes, "/{tenant}/discovery/keys", EmulatorEndpoint.Keys, tenant => KeySetDocument.Create(urls, keys, tenant, version: 1));
        Map(routes, "/{tenant}/discovery/instance", EmulatorEndpoint.Instance, _ => InstanceDocument.Create(urls));
    }

    private void Map(IEndpointRouteBuilder routes, string route, EmulatorEndpoint endpoint, Func<TenantPath, JsonObject> document) =>
        routes.MapGet(route, async (HttpContext context) =>
        {
            if (await gate.AnsweredAsync(context, new FaultSubject(endpoint))) return;
            try
            {
                var tenant = TenantPath.Resolve(directory, (string)context.GetRouteValue("tenant")!);
                context.Response.Headers.CacheControl = "max-age=86400, private";
                await context.Response.WriteJsonAsync(document(tenant));
            }
            catch (EntraErrorException refusal)
            {
                await errors.WriteAsync(context, refusal.Error);
            }
        });
}
