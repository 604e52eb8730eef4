namespace Local.Tests.EntraEmulator.StackFiles;

/// <summary>What is wrong with downstream APIs. Each error names line, column, value and fix.</summary>
public sealed class ApiErrorTests
{
    private const string Id = "5f0e7c1a-8a35-4d0c-9d5e-2b8f7a6c4d31";
    private const string Stock = """[{ "name": "Stock", "port": 1, "scopes": ["S.Read"], "appRoles": ["S.All"],""";

    public static TheoryData<string, string?, string[]> Files => new()
    {
        { "downstreamApis", "7080", ["5:19: downstreamApis is 7080, which is no list. Write one: [ … ]."] },
        {
            "downstreamApis", "[{ }]",
            ["5:20: downstreamApis[0] has no \"port\". Add it, such as \"port\": 0.", "5:20: downstreamApis[0] has no \"name\". Add it, such as \"name\": \"Stock\".", "5:20: downstreamApis[0] has no \"routes\". Add it, such as \"routes\": [ { \"path\": \"/items\", \"scope\": \"Stock.Read\", \"answer\": [] } ]."]
        },
        {
            "downstreamApis", """[{ "name": "Stock API", "port": 1, "builtIn": "orders" }]""",
            ["5:30: downstreamApis[0].name is \"Stock API\", which is no API's name of letters and digits, a letter first (nor FunctionApp, Emulator). Write one such as \"Stock\"."]
        },
        {
            "downstreamApis", """[{ "name": "Emulator", "port": 1, "builtIn": "orders" }]""",
            ["5:30: downstreamApis[0].name is \"Emulator\", which is no API's name of letters and digits, a letter first (nor FunctionApp, Emulator). Write one such as \"Stock\"."]
        },
        {
            "downstreamApis", """[{ "name": "Functions", "port": 1, "builtIn": "orders" }]""",
            ["5:30: downstreamApis[0].name is \"Functions\", as app.name in line 3 is. Each application has a name, a clientId and an appIdUri of its own: change one."]
        },
        {
            "downstreamApis", """[{ "name": "A", "port": 7080, "builtIn": "orders" }, { "name": "B", "port": 7080, "builtIn": "graph" }]""",
            ["5:95: downstreamApis[1].port is 7080, as downstreamApis[0].port in line 5 is. Each API has a port of its own: change one."]
        },
        {
            "downstreamApis", """[{ "name": "A", "port": 0, "builtIn": "orders" }, { "name": "a", "port": 0, "builtIn": "graph" }]""",
            ["5:79: downstreamApis[1].name is \"a\", as downstreamApis[0].name in line 5 is. Each application has a name, a clientId and an appIdUri of its own: change one."]
        },
        {
            "downstreamApis", """[{ "name": "A", "port": 1, "appIdUri": "api://a", "builtIn": "orders" }, { "name": "B", "port": 2, "appIdUri": "api://a", "builtIn": "graph" }]""",
            ["5:130: downstreamApis[1].appIdUri is \"api://a\", as downstreamApis[0].appIdUri in line 5 is. Each application has a name, a clientId and an appIdUri of its own: change one."]
        },
        {
            "downstreamApis", $$"""[{ "name": "A", "port": 1, "builtIn": "graph", "clientId": "{{Id}}" }, { "name": "B", "port": 2, "appIdUri": "api://{{Id}}", "builtIn": "graph" }]""",
            ["5:158: downstreamApis[1].appIdUri is \"api://5f0e7c1a-8a35-4d0c-9d5e-2b8f7a6c4d31\", as downstreamApis[0].appIdUri in line 5 is. Each application has a name, a clientId and an appIdUri of its own: change one."]
        },
        {
            "downstreamApis", """[{ "name": "A", "port": "7080", "builtIn": "orders" }]""",
            ["5:43: downstreamApis[0].port is \"7080\", which is no port (0: any free one) from 0 to 65535. Write one."]
        },
        {
            "downstreamApis", """[{ "name": "A", "port": 65536, "builtIn": "orders" }]""",
            ["5:43: downstreamApis[0].port is 65536, which is no port (0: any free one) from 0 to 65535. Write one."]
        },
        {
            "downstreamApis", """[{ "name": "A", "port": 70.5, "builtIn": "orders" }]""",
            ["5:43: downstreamApis[0].port is 70.5, which is no port (0: any free one) from 0 to 65535. Write one."]
        },
        {
            "downstreamApis", $$"""{{Stock}} "builtIn": "stock" }]""",
            ["5:106: downstreamApis[0].builtIn is \"stock\", which is no word of these: graph, orders. Write one such as \"graph\"."]
        },
        {
            "downstreamApis", $$"""{{Stock}} "audience": "" }]""",
            ["5:20: downstreamApis[0] has no \"routes\". Add it, such as \"routes\": [ { \"path\": \"/items\", \"scope\": \"Stock.Read\", \"answer\": [] } ].", "5:107: downstreamApis[0].audience is \"\", which is no text. Write one such as \"something\"."]
        },
        {
            "downstreamApis", $$"""{{Stock}} "builtIn": "orders", "routes": [] }]""",
            ["5:116: downstreamApis[0].routes cannot be, as \"builtIn\" answers for this API. Remove one of them."]
        },
        {
            "downstreamApis", $$"""{{Stock}} "builtIn": "orders", "consent": ["S.Write"] }]""",
            ["5:128: downstreamApis[0].consent[0] is \"S.Write\", and there is no such scope or app role of this API. Known: S.Read, S.All."]
        },
        {
            "downstreamApis", $$"""{{Stock}} "builtIn": "orders", "continuousAccessEvaluation": "no" }]""",
            ["5:146: downstreamApis[0].continuousAccessEvaluation is \"no\", which is neither true nor false. Write one of them."]
        },
        {
            "downstreamApis", $$"""{{Stock}} "builtIn": "orders", "optionalClaims": [5] }]""",
            ["5:135: downstreamApis[0].optionalClaims[0] is 5, which is no word of these: idtyp, xms_cc, acct. Write one such as \"idtyp\"."]
        },
        {
            "downstreamApis", $$"""{{Stock}} "route": [] }]""",
            ["5:20: downstreamApis[0] has no \"routes\". Add it, such as \"routes\": [ { \"path\": \"/items\", \"scope\": \"Stock.Read\", \"answer\": [] } ].", "5:95: downstreamApis[0].route is unknown. Did you mean \"routes\"?"]
        },
        {
            "downstreamApis", $$"""{{Stock}} "routes": [[]] }]""",
            ["5:106: downstreamApis[0].routes[0] is a list, which is no object. Write one: { … }."]
        },
    };

    [Theory]
    [MemberData(nameof(Files))]
    public void A_wrong_file_is_told_where_and_how(string section, string? json, string[] errors) =>
        Assert.Equal(errors.Select(error => $"stack.json:{error}"), StackText.ErrorsOf(StackText.Lines(section, json)));
}
