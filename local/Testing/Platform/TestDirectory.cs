using EntraEmulator.Tenants;
using FunctionsObo.Registration;
using Microsoft.Extensions.Configuration;

namespace FunctionsObo.Testing.Platform;

/// <summary>Who exists for an app under test: two tenants, their users, the app, its clients and the APIs that it calls.</summary>
/// <param name="All">The directory.</param>
/// <param name="App">The app itself.</param>
/// <param name="Secret">How the app proves who it is.</param>
internal sealed record TestDirectory(TenantDirectory All, AppRegistration App, string Secret)
{
    /// <param name="apis">The APIs that it calls.</param>
    /// <param name="moreUsers">Users besides the usual ones.</param>
    /// <param name="settings">What the test says of the app's registration.</param>
    /// <exception cref="ArgumentException">A user's tenant is not known, or a name is taken.</exception>
    public static TestDirectory Create(IReadOnlyList<RegisteredApi> apis, IEnumerable<string> moreUsers, IConfiguration settings)
    {
        var usual = TenantDirectory.CreateDefault();
        var secret = $"{Guid.NewGuid()}";
        var registrations = apis.GroupBy(api => api.Resource, StringComparer.Ordinal).Select(sharing => RegisteredApi.Registration(sharing, AppOf(usual).HomeTenantId)).ToList();
        var configured = new AzureAdOptions { ClientId = AppOf(usual).ClientId };
        StrictSection.Bind(settings.GetSection(AzureAdOptions.Section), configured);
        var app = AppOf(usual) with
        {
            ClientId = configured.ClientId,
            AppIdUri = configured.EffectiveAudiences.FirstOrDefault(audience => audience.Contains("://", StringComparison.Ordinal)) ?? $"api://{configured.ClientId}",
            DelegatedGrants = [.. registrations.Select(api => new PermissionGrant(api.ClientId, api.Scopes))],
            ApplicationGrants = [.. registrations.Select(api => new PermissionGrant(api.ClientId, api.AppRoles))],
            Credentials = new AppCredentials().AddSecret(secret),
        };
        var clients = usual.Applications.Where(one => one.Scopes.Count == 0);
        return new(new(usual.Tenants, [.. usual.Users, .. moreUsers.Select(name => User(name, usual))], [app, .. clients, .. registrations]), app, secret);
    }

    private static AppRegistration AppOf(TenantDirectory directory) => directory.FindApplication("functions")!;

    private static User User(string name, TenantDirectory directory)
    {
        var parts = name.Split('@');
        var tenant = parts is [_] ? directory.Tenants[0] : directory.FindTenant(parts[1])
            ?? throw new ArgumentException($"There is no tenant '{parts[1]}' for user '{name}'. Known: {string.Join(", ", directory.Tenants.Select(one => one.Name))}.", nameof(name));
        if (directory.FindUserByName(parts[0]) is not null) throw new ArgumentException($"There is a user '{parts[0]}' already: give the new one another name.", nameof(name));
        return new()
        {
            Name = parts[0],
            ObjectId = $"{Guid.NewGuid()}",
            TenantId = tenant.Id,
            DisplayName = parts[0],
            Mail = $"{parts[0]}@{tenant.Domain}",
        };
    }
}
