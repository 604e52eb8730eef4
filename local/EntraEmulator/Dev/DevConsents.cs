using System.Text.Json;
using EntraEmulator.Errors;
using EntraEmulator.Hosting;
using EntraEmulator.Tenants;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace EntraEmulator.Dev;

/// <summary>Who has consented to what, for developers: the same grants as the directory's <c>oauth2PermissionGrants</c>, by names and without a sign-in.</summary>
internal sealed class DevConsents(TenantDirectory directory)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        var dev = routes.MapGroup("/dev");
        DevEndpoints.Map(dev, "GET", "/consents", WriteAsync);
        DevEndpoints.Map(dev, "POST", "/consents", context => ChangeAsync(context, Give));
        DevEndpoints.Map(dev, "DELETE", "/consents", context => ChangeAsync(context, TakeAway));
    }

    private Task WriteAsync(HttpContext context) => context.Response.WriteJsonAsync(JsonSerializer.SerializeToNode(All(), DevJson.Options)!, options: DevJson.Options);

    private List<DevConsent> All() =>
    [
        .. from client in directory.Applications
           from grant in client.DelegatedGrants
           where grant.Values.Count > 0 && directory.FindApplication(grant.ResourceId) is not null
           select new DevConsent(client.Name, directory.FindApplication(grant.ResourceId)!.Name, string.Join(' ', grant.Values), NameOf(grant.PrincipalId), grant.TenantId is { } tenant ? directory.FindTenant(tenant)?.Name : null),
    ];

    private async Task ChangeAsync(HttpContext context, Action<DevConsent> change)
    {
        change((await DevJson.ReadAsync(context.Request)).To<DevConsent>());
        await WriteAsync(context);
    }

    private void Give(DevConsent given)
    {
        var (client, api, user, tenant) = Resolve(given);
        var names = given.Scopes?.Split(' ', StringSplitOptions.RemoveEmptyEntries) is { Length: > 0 } some ? some : throw new DevRequestException("Say what is consented to: 'scopes', separated by spaces.");
        var unknown = names.FirstOrDefault(name => !api.Scopes.Contains(name, StringComparer.Ordinal));
        if (unknown is not null) throw new DevRequestException($"'{api.Name}' has no scope '{unknown}'. Known: {string.Join(", ", api.Scopes.Take(20))}.");
        Change(client, grants => [.. grants, new PermissionGrant(api.ClientId, names, tenant?.Id ?? user?.TenantId) { PrincipalId = user?.ObjectId }]);
    }

    /// <summary>What is not named is taken away whatever it is: without a user everybody's consent, without scopes all of them.</summary>
    private void TakeAway(DevConsent taken)
    {
        var (client, api, user, tenant) = Resolve(taken);
        var names = taken.Scopes?.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        Change(client, grants => [.. grants.Select(grant => IsMeant(grant) ? grant with { Values = names is null ? [] : [.. grant.Values.Except(names, StringComparer.Ordinal)] } : grant).Where(grant => grant.Values.Count > 0)]);

        bool IsMeant(PermissionGrant grant) => string.Equals(grant.ResourceId, api.ClientId, StringComparison.OrdinalIgnoreCase)
            && (user is null || grant.PrincipalId == user.ObjectId)
            && (tenant is null || grant.TenantId is null || grant.TenantId == tenant.Id);
    }

    private void Change(AppRegistration client, Func<IReadOnlyList<PermissionGrant>, IReadOnlyList<PermissionGrant>> change) => directory.Edit(edit =>
    {
        var now = edit.Find(client.ClientId) ?? throw new DevRequestException($"There is no client '{client.Name}' any more.");
        return edit.Put(now with { DelegatedGrants = change(now.DelegatedGrants) });
    });

    private (AppRegistration Client, AppRegistration Api, User? User, Tenant? Tenant) Resolve(DevConsent consent)
    {
        var tenant = consent.Tenant is { } named ? directory.FindTenant(named) ?? throw DevRequestException.Unknown("tenant", named, directory.Tenants.Select(one => one.Name)) : null;
        var user = consent.User is { } name ? directory.FindUserByName(name, tenant) ?? throw DevRequestException.Unknown("user", name, directory.Users.Select(one => one.Name)) : null;
        return (Application(consent.Client, "client"), Application(consent.Api, "api"), user, tenant);
    }

    private AppRegistration Application(string? name, string member) =>
        directory.FindApplication(name ?? throw new DevRequestException($"Say which '{member}': {string.Join(", ", directory.Applications.Select(app => app.Name).Take(20))}."))
        ?? throw DevRequestException.Unknown(member, name, directory.Applications.Select(app => app.Name));

    private string? NameOf(string? objectId) => objectId is null ? null : directory.Users.FirstOrDefault(user => user.ObjectId == objectId)?.Name ?? objectId;
}

/// <summary>A consent. The members are those of <c>/dev/consents</c>.</summary>
/// <param name="Client">Who may ask: an application's name or client id.</param>
/// <param name="Api">The API, by name, client id or App ID URI.</param>
/// <param name="Scopes">The scopes, separated by spaces.</param>
/// <param name="User">The one user who consented; null for an administrator's consent for all.</param>
/// <param name="Tenant">The one tenant; null for every tenant.</param>
internal sealed record DevConsent(string? Client = null, string? Api = null, string? Scopes = null, string? User = null, string? Tenant = null);
