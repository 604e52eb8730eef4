using System.Text.Json;
using DevStack.Startup;

namespace DevStack.Output;

/// <summary>What a FunctionApp that is started elsewhere needs: the certificate to trust, and the settings.</summary>
internal static class OutsideApp
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string For(LocalStack stack, string certificateFile) => $"""

        Running without FunctionApp. To start it elsewhere, by func start in FunctionApp/ say, it needs these settings.

        As local.settings.json:
        {LocalSettings(stack)}

        Or as environment variables:
        {Exports(stack)}

        And it must trust the emulator's certificate, which was just written to {certificateFile}:
          Linux    export SSL_CERT_FILE='{certificateFile}'
          macOS    security add-trusted-cert -p ssl -k ~/Library/Keychains/login.keychain-db '{certificateFile}'
          Windows  Import-Certificate -CertStoreLocation Cert:\CurrentUser\Root -FilePath '{certificateFile}'
        It is a new one at every start. Remove the old one on macOS and Windows afterwards:
          macOS    security delete-certificate -Z {stack.Emulator.Certificate.Thumbprint} -t ~/Library/Keychains/login.keychain-db
          Windows  Remove-Item Cert:\CurrentUser\Root\{stack.Emulator.Certificate.Thumbprint}

        Then
          {Greeting.CurlLine(stack, Greeting.SomeUser(stack.Definition) ?? "…", $"{stack.Settings["AzureAd:ResourceUrl"]}/")}

        Ctrl+C stops everything.

        """;

    private static string LocalSettings(LocalStack stack)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal) { ["AzureWebJobsStorage"] = "", ["FUNCTIONS_WORKER_RUNTIME"] = "dotnet-isolated" };
        foreach (var (key, value) in stack.Settings)
            values[AppSetting(key)] = value;
        return JsonSerializer.Serialize(new { IsEncrypted = false, Values = values }, Indented);
    }

    private static string Exports(LocalStack stack) =>
        string.Join(Environment.NewLine, stack.Settings.Select(setting => $"export {AppSetting(setting.Key)}='{setting.Value}'"));

    /// <summary>A colon cannot stand in an environment variable's name; configuration reads two underscores as one.</summary>
    private static string AppSetting(string key) => key.Replace(":", "__", StringComparison.Ordinal);
}
