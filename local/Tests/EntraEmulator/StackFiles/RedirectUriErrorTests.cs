namespace Local.Tests.EntraEmulator.StackFiles;

/// <summary>What is wrong with the addresses of a client.</summary>
public sealed class RedirectUriErrorTests
{
    private const string WebAddress = "which is no address that begins with https:// or http://localhost, without a wildcard and a fragment. Write one such as \"https://localhost:5001/signin-oidc\".";
    private const string NativeAddress = "which is no address such as http://localhost, https://… or one with a scheme of the app's own, without a wildcard and a fragment. Write one such as \"http://localhost\".";

    public static TheoryData<string, string?, string[]> Files => new()
    {
        {
            "clients", Client("\"secret\": \"s\", \"redirectUris\": { \"publicClient\": [\"http://localhost\"] }"),
            ["4:116: clients[0].redirectUris.publicClient belongs to a public client. Remove it, or the secret for \"publicClient\": true."]
        },
        { "clients", Client("\"secret\": \"s\", \"redirectUris\": { \"web\": [\"http://app.example/\"] }"), [$"4:124: clients[0].redirectUris.web[0] is \"http://app.example/\", {WebAddress}"] },
        { "clients", Client("\"secret\": \"s\", \"redirectUris\": { \"web\": [\"https://app.example/*\"] }"), [$"4:124: clients[0].redirectUris.web[0] is \"https://app.example/*\", {WebAddress}"] },
        { "clients", Client("\"secret\": \"s\", \"redirectUris\": { \"spa\": [\"https://evil@app.example/\"] }"), [$"4:124: clients[0].redirectUris.spa[0] is \"https://evil@app.example/\", {WebAddress}"] },
        { "clients", Client("\"secret\": \"s\", \"redirectUris\": { \"spa\": [\"myapp://auth\"] }"), [$"4:124: clients[0].redirectUris.spa[0] is \"myapp://auth\", {WebAddress}"] },
        { "clients", Client("\"publicClient\": true, \"redirectUris\": { \"publicClient\": [\"javascript:alert(1)\"] }"), [$"4:140: clients[0].redirectUris.publicClient[0] is \"javascript:alert(1)\", {NativeAddress}"] },
        { "clients", Client("\"publicClient\": true, \"redirectUris\": { \"publicClient\": [\"http://app.example/\"] }"), [$"4:140: clients[0].redirectUris.publicClient[0] is \"http://app.example/\", {NativeAddress}"] },
        { "clients", Client("\"secret\": \"s\", \"redirectUris\": { \"native\": [] }"), ["4:116: clients[0].redirectUris.native is unknown. Known here: web, spa, publicClient."] },
        { "clients", Client("\"secret\": \"s\", \"redirectUris\": []"), ["4:114: clients[0].redirectUris is a list, which is no object. Write one: { … }."] },
        { "clients", Client("\"secret\": \"s\", \"frontChannelLogoutUrl\": \"/logout\""), [$"4:123: clients[0].frontChannelLogoutUrl is \"/logout\", {WebAddress}"] },
    };

    [Theory]
    [MemberData(nameof(Files))]
    public void A_wrong_file_is_told_where_and_how(string section, string? json, string[] errors) =>
        Assert.Equal(errors.Select(error => $"stack.json:{error}"), StackText.ErrorsOf(StackText.Lines(section, json)));

    private static string Client(string members) => $$"""[{ "name": "mine", "clientId": "5f0e7c1a-8a35-4d0c-9d5e-2b8f7a6c4d33", {{members}} }]""";
}
