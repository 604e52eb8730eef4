using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using EntraEmulator.Errors;
using EntraEmulator.Hosting;
using EntraEmulator.Policies;
using EntraEmulator.Tenants;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace EntraEmulator.Dev;

/// <summary>Conditional access and revocation for developers.</summary>
internal sealed class DevPolicies(AccessPolicies policies, SignInRecords records, TenantDirectory directory)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        var dev = routes.MapGroup("/dev");
        DevEndpoints.Map(dev, "GET", "/policies", WriteAsync);
        DevEndpoints.Map(dev, "POST", "/policies", AddAsync);
        DevEndpoints.Map(dev, "DELETE", "/policies", context => DevEndpoints.DoAsync(context, policies.Clear));
        DevEndpoints.Map(dev, "DELETE", "/policies/{id}", context => DevEndpoints.DoAsync(context, () => Remove((string)context.GetRouteValue("id")!)));
        DevEndpoints.Map(dev, "GET", "/sign-in", WriteSwitchesAsync);
        DevEndpoints.Map(dev, "POST", "/sign-in", ChangeSwitchesAsync);
        DevEndpoints.Map(dev, "POST", "/location", context => DevEndpoints.DoAsync(context, () => policies.IsTrustedLocation = Trusted(context.Request.Query["trusted"])));
        DevEndpoints.Map(dev, "POST", "/users/{user}/revoke", context => DevEndpoints.DoAsync(context, () => Revoke((string)context.GetRouteValue("user")!)));
        DevEndpoints.Map(dev, "POST", "/users/{user}/password", context => DevEndpoints.DoAsync(context, () => Revoke((string)context.GetRouteValue("user")!)));
    }

    /// <summary>All of them, those that are off too.</summary>
    private static readonly JsonSerializerOptions SwitchesOptions = new(DevJson.Options) { DefaultIgnoreCondition = JsonIgnoreCondition.Never };

    private Task WriteAsync(HttpContext context) => context.Response.WriteJsonAsync(
        JsonSerializer.SerializeToNode(new { trustedLocation = policies.IsTrustedLocation, policies = policies.All }, DevJson.Options)!, options: DevJson.Options);

    private async Task AddAsync(HttpContext context)
    {
        var policy = (await DevJson.ReadAsync(context.Request)).To<AccessPolicy>();
        if (!Guid.TryParseExact(policy.Id, "D", out _)) throw new DevRequestException("'id' is a GUID, or left out.");
        if (policy.Api is { } api && directory.FindApplication(api) is null) throw DevRequestException.Unknown("API", api, directory.Applications.Where(app => app.Scopes.Count > 0).Select(app => app.Name));
        policies.Add(policy);
        await WriteAsync(context);
    }

    private Task WriteSwitchesAsync(HttpContext context) => context.Response.WriteJsonAsync(JsonSerializer.SerializeToNode(policies.SignIn, SwitchesOptions)!, options: SwitchesOptions);

    /// <summary>What the body does not name stays.</summary>
    private async Task ChangeSwitchesAsync(HttpContext context)
    {
        var change = await DevJson.ReadAsync(context.Request);
        var all = JsonSerializer.SerializeToNode(policies.SignIn, SwitchesOptions)!.AsObject();
        foreach (var (name, value) in change as JsonObject ?? throw new DevRequestException("The body should be a JSON object.")) all[name] = value?.DeepClone();
        policies.SignIn = all.To<SignInSwitches>();
        await WriteSwitchesAsync(context);
    }

    private void Remove(string id)
    {
        if (!policies.Remove(id)) throw new DevRequestException($"There is no policy '{id}': GET /dev/policies lists them.");
    }

    private void Revoke(string name)
    {
        var users = directory.Users.Where(user => user.IsCalled(name)).ToList();
        if (users.Count == 0) throw DevRequestException.Unknown("user", name, directory.Users.Select(user => user.Name));
        users.ForEach(user => records.Revoke(user));
    }

    private static bool Trusted(string? text) => bool.TryParse(text, out var trusted) ? trusted : throw new DevRequestException("'trusted' is true or false.");
}
