namespace Local.Tests.EntraEmulator.StackFiles;

/// <summary>What is wrong with the app and its clients. Each error names line, column, value and fix.</summary>
public sealed class ApplicationErrorTests
{
    private const string Id = "5f0e7c1a-8a35-4d0c-9d5e-2b8f7a6c4d31";

    public static TheoryData<string, string?, string[]> Files => new()
    {
        { "app", null, ["1:1: the file has no \"app\". Add it, such as \"app\": { \"name\": \"functions\", … }."] },
        { "app", "[]", ["3:8: app is a list, which is no object. Write one: { … }."] },
        {
            "app", "{}",
            ["3:8: app has no \"secret\". Add it, such as \"secret\": \"only-for-the-emulator\".", "3:8: app has no \"scopes\". Add it, such as \"scopes\": [\"access_as_user\"].", "3:8: app has no \"clientId\". Add it, such as \"clientId\": \"5f0e7c1a-8a35-4d0c-9d5e-2b8f7a6c4d31\".", "3:8: app has no \"name\". Add it, such as \"name\": \"functions\".", "3:8: app has no \"tenant\". Add it, such as \"tenant\": \"contoso\"."]
        },
        {
            "app", """{ "name": "a b", "tenant": "contoso", "clientId": "f0bc0000-0000-4000-8000-000000000010", "scopes": ["access_as_user"], "secret": "s" }""",
            ["3:18: app.name is \"a b\", which is no name of letters, digits, '.', '_' and '-'. Write one such as \"functions\"."]
        },
        {
            "app", """{ "name": "functions", "tenant": "fabrikam", "clientId": "f0bc0000-0000-4000-8000-000000000010", "scopes": ["access_as_user"], "secret": "s" }""",
            ["3:41: app.tenant is \"fabrikam\", and there is no such tenant. Known: contoso."]
        },
        {
            "app", """{ "name": "functions", "tenant": 5, "clientId": "f0bc0000-0000-4000-8000-000000000010", "scopes": ["access_as_user"], "secret": "s" }""",
            ["3:41: app.tenant is 5, which is no text. Write one such as \"something\"."]
        },
        {
            "app", """{ "name": "functions", "tenant": "contoso", "clientId": "x", "scopes": ["access_as_user"], "secret": "s" }""",
            ["3:64: app.clientId is \"x\", which is no GUID. Write one such as \"5f0e7c1a-8a35-4d0c-9d5e-2b8f7a6c4d31\"."]
        },
        {
            "app", """{ "name": "functions", "tenant": "contoso", "clientId": ["s-ecret"], "scopes": ["access_as_user"], "secret": "s" }""",
            ["3:64: app.clientId is a list, which is no GUID. Write one such as \"5f0e7c1a-8a35-4d0c-9d5e-2b8f7a6c4d31\"."]
        },
        {
            "app", """{ "name": "functions", "tenant": "contoso", "clientId": "f0bc0000-0000-4000-8000-000000000010", "scopes": ["access_as_user"], "secret": "s", "appIdUri": "stock" }""",
            ["3:161: app.appIdUri is \"stock\", which is no App ID URI without a slash at its end. Write one such as \"api://stock\"."]
        },
        {
            "app", """{ "name": "functions", "tenant": "contoso", "clientId": "f0bc0000-0000-4000-8000-000000000010", "scopes": ["access_as_user"], "secret": "s", "appIdUri": "api://stock/" }""",
            ["3:161: app.appIdUri is \"api://stock/\", which is no App ID URI without a slash at its end. Write one such as \"api://stock\"."]
        },
        {
            "app", """{ "name": "functions", "tenant": "contoso", "clientId": "f0bc0000-0000-4000-8000-000000000010", "scopes": [], "secret": "s" }""",
            ["3:114: app.scopes is a list, which has no scope. Add one such as \"access_as_user\"."]
        },
        {
            "app", """{ "name": "functions", "tenant": "contoso", "clientId": "f0bc0000-0000-4000-8000-000000000010", "scopes": "access_as_user", "secret": "s" }""",
            ["3:114: app.scopes is \"access_as_user\", which is no list. Write one: [ … ]."]
        },
        {
            "app", """{ "name": "functions", "tenant": "contoso", "clientId": "f0bc0000-0000-4000-8000-000000000010", "scopes": ["api://x/read"], "secret": "s" }""",
            ["3:115: app.scopes[0] is \"api://x/read\", which is no permission's name without spaces and slashes. Write one such as \"Stock.Read\"."]
        },
        {
            "app", """{ "name": "functions", "tenant": "contoso", "clientId": "f0bc0000-0000-4000-8000-000000000010", "scopes": ["a b"], "secret": "s" }""",
            ["3:115: app.scopes[0] is \"a b\", which is no permission's name without spaces and slashes. Write one such as \"Stock.Read\"."]
        },
        {
            "app", """{ "name": "functions", "tenant": "contoso", "clientId": "f0bc0000-0000-4000-8000-000000000010", "scopes": ["access_as_user"], "secret": "s", "appRoles": [""] }""",
            ["3:162: app.appRoles[0] is \"\", which is no permission's name without spaces and slashes. Write one such as \"Stock.Read\"."]
        },
        {
            "app", """{ "name": "functions", "tenant": "contoso", "clientId": "f0bc0000-0000-4000-8000-000000000010", "scopes": ["access_as_user"], "secret": "" }""",
            ["3:144: app.secret is no text. Write one in quotes."]
        },
        {
            "app", """{ "name": "functions", "tenant": "contoso", "clientId": "f0bc0000-0000-4000-8000-000000000010", "scopes": ["access_as_user"], "secret": 12345 }""",
            ["3:144: app.secret is no text. Write one in quotes."]
        },
        {
            "app", """{ "name": "functions", "tenant": "contoso", "clientId": "f0bc0000-0000-4000-8000-000000000010", "scopes": ["access_as_user"] }""",
            ["3:8: app has no \"secret\". Add it, such as \"secret\": \"only-for-the-emulator\"."]
        },
        {
            "app", """{ "name": "functions", "tenant": "contoso", "clientId": "f0bc0000-0000-4000-8000-000000000010", "scopes": ["access_as_user"], "secret": "s", "optionalClaims": ["email"] }""",
            ["3:168: app.optionalClaims[0] is \"email\", which is no word of these: idtyp, xms_cc, acct. Write one such as \"idtyp\"."]
        },
        {
            "app", """{ "name": "functions", "tenant": "contoso", "clientId": "f0bc0000-0000-4000-8000-000000000010", "scopes": ["access_as_user"], "secret": "s", "scope": [] }""",
            ["3:149: app.scope is unknown. Did you mean \"scopes\"?"]
        },
        { "clients", "{}", ["4:12: clients is an object, which is no list. Write one: [ … ]."] },
        {
            "clients", "[{ }]",
            ["4:13: clients[0] has no \"clientId\". Add it, such as \"clientId\": \"5f0e7c1a-8a35-4d0c-9d5e-2b8f7a6c4d31\".", "4:13: clients[0] has no \"secret\". Add it, such as \"secret\": \"only-for-the-emulator\", or \"publicClient\": true.", "4:13: clients[0] has no \"name\". Add it, such as \"name\": \"cli\"."]
        },
        {
            "clients", $$"""[{ "name": "cli", "clientId": "{{Id}}", "secret": "s", "publicClient": true }]""",
            ["4:82: clients[0].secret belongs to no public client. Remove it, or \"publicClient\"."]
        },
        {
            "clients", $$"""[{ "name": "cli", "clientId": "{{Id}}", "publicClient": "yes" }]""",
            ["4:13: clients[0] has no \"secret\". Add it, such as \"secret\": \"only-for-the-emulator\", or \"publicClient\": true.", "4:98: clients[0].publicClient is \"yes\", which is neither true nor false. Write one of them."]
        },
        {
            "clients", $$"""[{ "name": "cli", "clientId": "{{Id}}", "publicClient": false }]""",
            ["4:13: clients[0] has no \"secret\". Add it, such as \"secret\": \"only-for-the-emulator\", or \"publicClient\": true."]
        },
        {
            "clients", $$"""[{ "name": "cli", "clientId": "{{Id}}", "secret": null }]""",
            ["4:92: clients[0].secret is no text. Write one in quotes."]
        },
        {
            "clients", $$"""[{ "name": "cli", "clientId": "{{Id}}", "secret": "s", "multiTenant": 1 }]""",
            ["4:112: clients[0].multiTenant is 1, which is neither true nor false. Write one of them."]
        },
        {
            "clients", $$"""[{ "name": "cli", "clientId": "{{Id}}", "secret": "s", "tenant": "fabrikam" }]""",
            ["4:107: clients[0].tenant is \"fabrikam\", and there is no such tenant. Known: contoso."]
        },
        {
            "clients", $$"""[{ "name": "cli", "clientId": "{{Id}}", "secret": "s", "scopes": ["read"] }]""",
            ["4:108: clients[0].scopes[0] is \"read\", and there is no such scope of the app. Known: access_as_user."]
        },
        {
            "clients", $$"""[{ "name": "cli", "clientId": "{{Id}}", "secret": "s", "appRoles": ["Read.All"] }]""",
            ["4:110: clients[0].appRoles[0] is \"Read.All\", and there is no such app role of the app. There is no app role of the app at all: add it."]
        },
        {
            "clients", $$"""[{ "name": "functions", "clientId": "{{Id}}", "secret": "s" }]""",
            ["4:23: clients[0].name is \"functions\", as app.name in line 3 is. Each application has a name, a clientId and an appIdUri of its own: change one."]
        },
        {
            "clients", """[{ "name": "cli", "clientId": "F0BC0000-0000-4000-8000-000000000010", "secret": "s" }]""",
            ["4:42: clients[0].clientId is \"F0BC0000-0000-4000-8000-000000000010\", as app.clientId in line 3 is. Each application has a name, a clientId and an appIdUri of its own: change one."]
        },
    };

    [Theory]
    [MemberData(nameof(Files))]
    public void A_wrong_file_is_told_where_and_how(string section, string? json, string[] errors) =>
        Assert.Equal(errors.Select(error => $"stack.json:{error}"), StackText.ErrorsOf(StackText.Lines(section, json)));
}
