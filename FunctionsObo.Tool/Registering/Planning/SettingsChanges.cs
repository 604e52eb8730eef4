using FunctionsObo.Registration;
using FunctionsObo.Tool.Cloud;
using FunctionsObo.Tool.Settings;

namespace FunctionsObo.Tool.Registering.Planning;

/// <summary>What the settings file has to say so that the app starts with the registration. Whatever else is in it stays.</summary>
/// <param name="registration">Section AzureAd as the app reads it now.</param>
/// <param name="current">The file's values, by configuration key.</param>
/// <param name="addresses">The cloud.</param>
/// <param name="tenantId">The tenant.</param>
internal sealed class SettingsChanges(AzureAdOptions registration, IReadOnlyDictionary<string, string> current, CloudAddresses addresses, string tenantId)
{
    private const string Audiences = "AzureAd:Audiences";
    private const string AllowedClients = "AzureAd:AllowedClientApplications";

    /// <returns>What differs, by configuration key; null takes a setting out.</returns>
    public IReadOnlyDictionary<string, string?> Of(string clientId, string? testClientId, IReadOnlyDictionary<string, string?> credential)
    {
        var wanted = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        if (!Uri.TryCreate(registration.Instance, UriKind.Absolute, out var instance) || instance != addresses.Authority) wanted["AzureAd:Instance"] = addresses.Authority.ToString();
        if (Placeholders.IsOne(registration.TenantId)) wanted["AzureAd:TenantId"] = tenantId;
        wanted["AzureAd:ClientId"] = clientId;
        AddAudiences(clientId, wanted);
        if (testClientId is not null) AddTestClient(testClientId, wanted);
        AddCredential(credential, wanted);
        return wanted.Where(one => one.Value != current.GetValueOrDefault(one.Key)).ToDictionary(StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>Without a list, the app takes the client id and its App ID URI. A list that was of another registration names that one.</summary>
    private void AddAudiences(string clientId, Dictionary<string, string?> wanted)
    {
        if (registration.Audience is null && registration.Audiences.Count == 0) return;
        var old = registration.ClientId;
        foreach (var (key, value) in current.Where(one => old.Length > 0 && old != clientId && one.Key.StartsWith("AzureAd:Audience", StringComparison.OrdinalIgnoreCase)))
            wanted[key] = value.Replace(old, clientId, StringComparison.OrdinalIgnoreCase);
        var after = registration.Audiences.Append(registration.Audience).Select(one => one?.Replace(old.Length > 0 ? old : clientId, clientId, StringComparison.OrdinalIgnoreCase));
        if (!after.Contains(clientId, StringComparer.Ordinal)) wanted[$"{Audiences}:{registration.Audiences.Count}"] = clientId;
    }

    private void AddTestClient(string testClientId, Dictionary<string, string?> wanted)
    {
        wanted[AppSettings.TestClientKey] = testClientId;
        var allowed = registration.AllowedClientApplications;
        if (allowed.Count > 0 && !allowed.Contains(testClientId, StringComparer.OrdinalIgnoreCase)) wanted[$"{AllowedClients}:{allowed.Count}"] = testClientId;
    }

    /// <summary>An entry is of one kind: keys of another kind go, and so does the short form, as both may not be.</summary>
    private void AddCredential(IReadOnlyDictionary<string, string?> credential, Dictionary<string, string?> wanted)
    {
        if (credential.Count == 0) return;
        var entry = credential.Keys.First()[..(credential.Keys.First().LastIndexOf(':') + 1)];
        foreach (var key in current.Keys.Where(key => key.StartsWith(entry, StringComparison.OrdinalIgnoreCase) || key.Equals("AzureAd:ClientSecret", StringComparison.OrdinalIgnoreCase))) wanted[key] = null;
        foreach (var (key, value) in credential) wanted[key] = value;
    }
}
