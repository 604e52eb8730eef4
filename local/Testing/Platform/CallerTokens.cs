using System.Buffers.Text;
using System.Text.Json.Nodes;
using EntraEmulator;
using EntraEmulator.Dev;
using EntraEmulator.Tenants;

namespace FunctionsObo.Testing.Platform;

/// <summary>Access tokens for the app, with whatever scopes and roles a test asks for.</summary>
/// <param name="emulator">Signs them.</param>
/// <param name="audience">What the app accepts.</param>
internal sealed class CallerTokens(Emulator emulator, string audience)
{
    private const string App = "functions";

    /// <exception cref="ArgumentException">There is no such user; the message lists the known ones.</exception>
    public string ForUser(string user, IReadOnlyCollection<string> scopes, Action<JsonObject>? more = null)
    {
        if (emulator.Directory.FindUserByName(user) is null) throw Unknown.User(user, emulator.Directory, nameof(user), Unknown.AddUsers);
        return Sign(new() { User = user, Audience = App, Capabilities = ["cp1"] }, payload =>
        {
            payload["scp"] = string.Join(' ', scopes);
            more?.Invoke(payload);
        });
    }

    /// <exception cref="ArgumentException">There is no such app; the message lists the known ones.</exception>
    public string ForApp(string name, IReadOnlyCollection<string> roles)
    {
        var apps = emulator.Directory.Applications.Where(one => one.Scopes.Count == 0 && !one.PublicClient).ToList();
        var app = apps.Find(one => one.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) ?? throw Unknown.Of("app", name, apps.Select(one => one.Name), nameof(name));
        return Sign(new() { Application = app.Name, Audience = App }, payload => payload["roles"] = new JsonArray([.. roles.Select(role => (JsonNode)role)]));
    }

    /// <summary>What a token says, without a check.</summary>
    public static JsonObject Payload(string token) => Part(token, 1);

    private static JsonObject Part(string token, int index) => JsonNode.Parse(Base64Url.DecodeFromChars(token.Split('.')[index]))!.AsObject();

    private string Sign(TokenRequest request, Action<JsonObject> change)
    {
        var token = emulator.IssueAccessToken(request);
        var payload = Payload(token);
        payload["aud"] = audience;
        change(payload);
        return emulator.Sign(new SignRequest { Header = Part(token, 0), Payload = payload });
    }
}
