using System.CommandLine;
using FunctionsObo.Tool.Cloud;
using FunctionsObo.Tool.Output;
using FunctionsObo.Tool.Settings;

namespace FunctionsObo.Tool.Tokens;

/// <summary><c>functions-obo token</c>.</summary>
internal static class TokenVerb
{
    public static Command Create(Terminal terminal, Option<OutputFormat> output)
    {
        var cloud = new CloudOptions();
        var settings = SettingsVerb.FileOption();
        var scope = new Option<string?>("--scope") { Description = "What the token is for. Default: all that the client may ask of this API.", HelpName = "scope" };
        var client = new Option<string?>("--client")
        {
            Description = $"The client that the user signs in to, by its id. Default: {AppSettings.TestClientKey} of the settings, which 'register --with-client' writes; else that of the Azure CLI.",
            HelpName = "id",
        };
        var show = new Option<bool>("--show") { Description = "Print the token on the screen." };
        var call = new Option<string?>("--call") { Description = "Call this address of the API with the token, and print the answer instead of the token. A claims challenge is answered once.", HelpName = "address" };
        var command = new Command("token", """
            Gets a token for this API as a user. It is written to a file or to a program; on the screen only with --show. Otherwise it goes to the
            clipboard, or you get a curl command that hands it over unseen.

            Examples:
              functions-obo token --auth browser --call http://localhost:7071/api/me
              functions-obo token --emulator --user alice | functions-obo explain
              curl -H @<(printf 'Authorization: Bearer %s' "$(functions-obo token --auth device)") http://localhost:7071/api/me
            """) { settings, scope, client, show, call, output };
        foreach (var option in cloud.All) command.Options.Add(option);
        command.SetAction(async (given, cancellationToken) =>
        {
            var app = AppSettings.Read(terminal, given.GetValue(settings));
            var choice = cloud.Read(given, app);
            using var http = CloudConnection.Client(choice.Addresses, terminal);
            var source = new UserTokens(new SignIn(choice, http, terminal), given.GetValue(scope) ?? Scope(app), given.GetValue(client) ?? app.TestClient);
            return given.GetValue(call) is { } address
                ? await ApiCall.RunAsync(address, source, app, terminal, given.GetValue(output), cancellationToken)
                : await new TokenDelivery(terminal).HandOverAsync(source, given.GetValue(show), given.GetValue(output), cancellationToken);
        });
        return command;
    }

    private static string Scope(AppSettings settings) => settings.AzureAd().ClientId is var client && !Placeholders.IsOne(client)
        ? $"{client}/.default"
        : throw new UsageException("Which API the token is for is not known: name a file with --settings that has AzureAd:ClientId, or give --scope.");
}
