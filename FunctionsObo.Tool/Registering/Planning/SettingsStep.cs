using FunctionsObo.Tool.Output;
using FunctionsObo.Tool.Settings;

namespace FunctionsObo.Tool.Registering.Planning;

/// <summary>Writes the settings file, right after a new credential was made; what cannot be put away is taken back.</summary>
internal static class SettingsStep
{
    private const string Unknown = "(its client id)";

    /// <param name="target">The file.</param>
    /// <param name="changes">What it has to say.</param>
    /// <param name="wanted">Whether a test client is in it.</param>
    /// <param name="clientId">The client id; null while there is none.</param>
    /// <param name="testClientId">The test client's; null while there is none.</param>
    /// <param name="credential">What it says of the credential, with words in the place of secrets.</param>
    public static Step Of(SettingsTarget target, SettingsChanges changes, Wanted wanted, string? clientId, string? testClientId, IReadOnlyDictionary<string, string?> credential)
    {
        var planned = changes.Of(clientId ?? Unknown, wanted.WithClient ? testClientId ?? Unknown : null, credential);
        if (planned.Count == 0) return new Step(StepAction.Keep, target.Name, []);
        var current = target.Values;
        return new Step(target.IsNew ? StepAction.Create : StepAction.Change, target.Name, [.. planned.Select(one => new Change(one.Key, Shown(one.Key, current.GetValueOrDefault(one.Key)), one.Value))])
        {
            Apply = (work, _) => WriteAsync(work, target, changes, wanted),
        };
    }

    private static string? Shown(string key, string? value) => value is null ? null : Secrets.Show(key, value);

    private static async Task WriteAsync(Work work, SettingsTarget target, SettingsChanges changes, Wanted wanted)
    {
        try
        {
            target.Write(changes.Of(work.Api.ClientId!, wanted.WithClient ? work.Client.ClientId : null, work.CredentialSettings));
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException or UsageException)
        {
            if (work.UndoCredential is { } undo) await undo();
            throw new UsageException($"{target.Name} could not be written ({refused.GetType().Name}){(work.UndoCredential is null ? "" : ", and the new secret was taken back")}: see who may write there, and run this again.");
        }
    }
}
