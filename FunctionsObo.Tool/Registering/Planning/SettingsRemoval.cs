using FunctionsObo.Tool.Settings;

namespace FunctionsObo.Tool.Registering.Planning;

/// <summary>Puts placeholders back where the settings name what is gone, so that a later <c>register</c> begins anew and no dead secret lies about.</summary>
internal static class SettingsRemoval
{
    private const string ClientId = "AzureAd:ClientId";
    private const string Placeholder = "{client id}";

    public static IEnumerable<Step> Of(SettingsTarget target, IReadOnlyList<string> gone)
    {
        if (target.IsNew) yield break;
        var current = target.Values;
        var changes = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        if (current.GetValueOrDefault(AppSettings.TestClientKey) is { } client && IsIn(gone, client)) changes[AppSettings.TestClientKey] = null;
        if (current.GetValueOrDefault(ClientId) is { } clientId && IsIn(gone, clientId)) AddRegistration(current, clientId, changes);
        if (changes.Count == 0) yield break;
        yield return new Step(StepAction.Change, target.Name, [.. changes.Select(one => new Change(one.Key, Secrets.Show(one.Key, current[one.Key]), one.Value))])
        {
            Apply = (_, _) =>
            {
                target.Write(changes);
                return Task.CompletedTask;
            },
        };
    }

    private static void AddRegistration(IReadOnlyDictionary<string, string> current, string clientId, Dictionary<string, string?> changes)
    {
        changes[ClientId] = Placeholder;
        foreach (var (key, value) in current)
        {
            if (key.StartsWith("AzureAd:Audience", StringComparison.OrdinalIgnoreCase) && value.Contains(clientId, StringComparison.OrdinalIgnoreCase))
                changes[key] = value.Replace(clientId, Placeholder, StringComparison.OrdinalIgnoreCase);
            if (key.StartsWith("AzureAd:", StringComparison.OrdinalIgnoreCase) && key.EndsWith("ClientSecret", StringComparison.OrdinalIgnoreCase)) changes[key] = "{secret}";
        }
    }

    private static bool IsIn(IReadOnlyList<string> gone, string clientId) => gone.Contains(clientId, StringComparer.OrdinalIgnoreCase);
}
