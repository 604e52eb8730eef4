using System.Security.Cryptography;
using System.Text.Json.Nodes;
using EntraEmulator.Errors;
using EntraEmulator.Tenants;

namespace EntraEmulator.Graph.Applications;

/// <summary>Secrets: https://learn.microsoft.com/graph/api/application-addpassword. The value is shown once.</summary>
internal static class Passwords
{
    private const int SecretLength = 40;
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789~._-";

    public static GraphReply Add(GraphCall call, string key)
    {
        var app = ApplicationCalls.FindToChange(call, key);
        var wanted = call.OptionalBody?.Object("passwordCredential") ?? [];
        wanted.OnlyHas("displayName", "endDateTime", "startDateTime");
        var start = wanted.Time("startDateTime") ?? call.Now;
        var end = wanted.Time("endDateTime") ?? start.AddYears(2);
        if (end <= start) throw GraphErrors.InvalidValue("endDateTime", "It has to be later than startDateTime.");
        var value = "E" + RandomNumberGenerator.GetString(Alphabet, SecretLength - 1); // never a hyphen in front, which shells take for an option
        var secret = new ClientSecret(value, end) { DisplayName = wanted.Text("displayName"), StartsOn = start };
        app.Credentials.Add(secret);
        var answer = Of(secret);
        answer["secretText"] = value;
        return new GraphReply(200, answer, "microsoft.graph.passwordCredential");
    }

    public static GraphReply Remove(GraphCall call, string key)
    {
        var app = ApplicationCalls.FindToChange(call, key);
        var id = call.Body.RequiredId("keyId", "PasswordCredential");
        app.Credentials.Remove(app.Credentials.Secrets.FirstOrDefault(one => one.KeyId == id) ?? throw GraphErrors.Bad($"No password credential found with keyId '{id}'."));
        return GraphReply.Nothing;
    }

    public static IEnumerable<JsonObject> Of(AppRegistration app) => app.Credentials.Secrets.Select(Of);

    private static JsonObject Of(ClientSecret secret) => new()
    {
        ["customKeyIdentifier"] = null,
        ["displayName"] = secret.DisplayName,
        ["endDateTime"] = secret.ExpiresOn.Written(),
        ["hint"] = secret.Hint,
        ["keyId"] = secret.KeyId.ToString(),
        ["secretText"] = null,
        ["startDateTime"] = secret.StartsOn.Written(),
    };
}
