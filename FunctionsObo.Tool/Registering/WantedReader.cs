using System.CommandLine;
using FunctionsObo.Downstream;
using FunctionsObo.Tool.App;
using FunctionsObo.Tool.Cloud;
using FunctionsObo.Tool.Output;
using FunctionsObo.Tool.Settings;
using Microsoft.Extensions.Configuration;

namespace FunctionsObo.Tool.Registering;

/// <summary>Puts together what the code, the settings and the options ask for.</summary>
internal sealed class WantedReader(RegisterOptions options, Terminal terminal, SettingsTarget target)
{
    private const string UsualScope = "access_as_user";

    /// <exception cref="UsageException">An option or the app cannot be used.</exception>
    public Wanted Read(ParseResult given, AppSettings settings, CloudAddresses addresses)
    {
        var registration = settings.AzureAd();
        var app = FindApp(given.GetValue(options.App));
        var clientId = given.GetValue(options.ClientId);
        return new Wanted
        {
            Name = NameOf(given.GetValue(options.Name), app?.Path, target),
            ClientId = clientId ?? (Placeholders.IsOne(registration.ClientId) ? null : registration.ClientId),
            ClientIdIsGiven = clientId is not null,
            IsMultiTenant = registration.IsMultiTenant,
            TakesVersion2 = registration.EffectiveTokenVersions.Contains("2.0", StringComparer.Ordinal),
            Scopes = app?.Scopes ?? [UsualScope],
            AppRoles = app?.AppRoles ?? [],
            Apis = Apis(settings, addresses, given.GetValue(options.AppRoles) ?? []),
            KnownClients = [.. (given.GetValue(options.KnownClients) ?? []).Select(client => client.ToString())],
            AllowAzureCli = given.GetValue(options.AllowAzureCli),
            WithClient = given.GetValue(options.WithClient),
            TestClientId = settings.TestClient,
            ManagedIdentity = given.GetValue(options.ManagedIdentity)?.ToString(),
            IsFederated = given.GetValue(options.ManagedIdentity) is not null || given.GetValue(options.Issuer) is not null,
            ServiceManagementReference = given.GetValue(options.ServiceManagementReference),
        };
    }

    /// <param name="given">What somebody asked for.</param>
    /// <param name="app">The app's assembly; null when it is not known.</param>
    /// <param name="target">Whose folder has a name too.</param>
    /// <exception cref="UsageException">It has no letter and no digit.</exception>
    public static string NameOf(string? given, string? app, SettingsTarget target)
    {
        var name = given ?? Path.GetFileNameWithoutExtension(app) ?? Path.GetFileName(target.Folder);
        return new Mark(name).Key.Length > 0 ? name : throw new UsageException("The name of the application needs a letter or a digit of ASCII: give one with --name.");
    }

    private BuiltApp? FindApp(string? path)
    {
        path = path is null ? AppSearch.Find(terminal.Folder, target.Folder) : Path.GetFullPath(path, terminal.Folder);
        if (path is null)
        {
            terminal.Error.WriteLine($"No built app was found, so the scope is {UsualScope}: build the app, or give its .dll with --app.");
            return null;
        }

        var app = BuiltApp.Read(path);
        return app.Errors.Count == 0 ? app : throw new UsageException($"The app would not start: {string.Join(' ', app.Errors)}");
    }

    private static List<WantedApi> Apis(AppSettings settings, CloudAddresses addresses, string[] roles)
    {
        var rolesOf = roles.Select(role => role.Split('=')).ToLookup(role => role[0], role => role[1], StringComparer.OrdinalIgnoreCase);
        foreach (var unknown in rolesOf.Select(role => role.Key).Except(settings.Apis, StringComparer.OrdinalIgnoreCase))
            throw new UsageException($"--app-role names the API {Shown.Of(unknown)}, and the settings have no section DownstreamApis:{Shown.Of(unknown)}.");
        return [.. settings.Apis.SelectMany(api => Apis(api, settings.Configuration.GetSection($"{DownstreamApiOptions.Section}:{api}"), addresses, [.. rolesOf[api]]))];
    }

    /// <summary>A scope is an API's identifier, a slash and a name; a bare name is Microsoft Graph's.</summary>
    private static IEnumerable<WantedApi> Apis(string name, IConfigurationSection section, CloudAddresses addresses, IReadOnlyList<string> roles)
    {
        var isCalledAsApp = bool.TryParse(section[nameof(DownstreamApiOptions.RequestAppToken)], out var asApp) && asApp;
        return section.GetSection(nameof(DownstreamApiOptions.Scopes)).GetChildren().Select(scope => scope.Value ?? "").Where(scope => scope.Length > 0)
            .Select(scope => ScopeName.Of(scope, addresses.GraphAudience))
            .GroupBy(one => one.Resource, one => one.Permission, StringComparer.OrdinalIgnoreCase)
            .Select(resource => new WantedApi(name, resource.Key, isCalledAsApp ? [] : [.. resource.Where(scope => scope != ScopeName.Default)], isCalledAsApp ? roles : [], isCalledAsApp));
    }
}
