namespace Local.Tests.EntraEmulator.StackFiles;

/// <summary>What is wrong with canned answers. Each error names line, column, value and fix.</summary>
public sealed class RouteErrorTests
{
    private const string Stock = """[{ "name": "Stock", "port": 1, "scopes": ["S.Read"], "appRoles": ["S.All"],""";

    public static TheoryData<string, string?, string[]> Files => new()
    {
        {
            "downstreamApis", $$"""{{Stock}} "routes": [{ }] }]""",
            ["5:106: downstreamApis[0].routes[0] has no \"path\". Add it, such as \"path\": \"/items/{id}\".", "5:106: downstreamApis[0].routes[0] has no \"scope\". Add it, such as \"scope\": \"Stock.Read\", or \"appRole\"."]
        },
        {
            "downstreamApis", $$"""{{Stock}} "routes": [{ "path": "items", "scope": "S.Read" }] }]""",
            ["5:116: downstreamApis[0].routes[0].path is \"items\", which does not begin with a slash. Write one such as \"/items/{id}\"."]
        },
        {
            "downstreamApis", $$"""{{Stock}} "routes": [{ "path": "/items/{id", "scope": "S.Read" }] }]""",
            ["5:116: downstreamApis[0].routes[0].path is \"/items/{id\", which is no path. There is an incomplete parameter in the route template. Check that each '{' character has a matching '}' character."]
        },
        {
            "downstreamApis", $$"""{{Stock}} "routes": [{ "path": "/items/{id:int}", "scope": "S.Read" }] }]""",
            ["5:116: downstreamApis[0].routes[0].path is \"/items/{id:int}\", and {id:…} in it has a constraint, which is not for this file. Write {id}."]
        },
        {
            "downstreamApis", $$"""{{Stock}} "routes": [{ "path": "/items/{oid}", "scope": "S.Read" }] }]""",
            ["5:116: downstreamApis[0].routes[0].path is \"/items/{oid}\", and {oid} in it has the name of a claim. Give it another one."]
        },
        {
            "downstreamApis", $$"""{{Stock}} "routes": [{ "path": "/Dev/seen", "scope": "S.Read" }] }]""",
            ["5:116: downstreamApis[0].routes[0].path is \"/Dev/seen\", and what is below /dev is the stack's own. Write another path."]
        },
        {
            "downstreamApis", $$"""{{Stock}} "routes": [{ "path": "/items/{id}", "scope": "S.Read" }, { "path": "/Items/{item}", "scope": "S.Read" }] }]""",
            ["5:162: downstreamApis[0].routes[1].path is \"/Items/{item}\", and downstreamApis[0].routes[0].path in line 5 is for the same requests. Change one."]
        },
        {
            "downstreamApis", $$"""{{Stock}} "routes": [{ "path": "/items", "scope": "S.Read", "method": "get" }] }]""",
            ["5:155: downstreamApis[0].routes[0].method is \"get\", which is no word of these: GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS. Write one such as \"GET\"."]
        },
        {
            "downstreamApis", $$"""{{Stock}} "routes": [{ "path": "/items", "scope": "S.Write" }] }]""",
            ["5:135: downstreamApis[0].routes[0].scope is \"S.Write\", and there is no such scope of this API. Known: S.Read."]
        },
        {
            "downstreamApis", $$"""{{Stock}} "routes": [{ "path": "/items", "appRole": "S.Read" }] }]""",
            ["5:137: downstreamApis[0].routes[0].appRole is \"S.Read\", and there is no such app role of this API. Known: S.All."]
        },
        {
            "downstreamApis", $$"""{{Stock}} "routes": [{ "path": "/items", "scope": "S.Read", "appRole": "S.All" }] }]""",
            ["5:145: downstreamApis[0].routes[0].appRole stands beside a scope. Remove one: a token has scopes (of a user) or app roles (of the app itself)."]
        },
        {
            "downstreamApis", $$"""{{Stock}} "routes": [{ "path": "/items", "scope": "S.Read", "status": 100 }] }]""",
            ["5:155: downstreamApis[0].routes[0].status is 100, which is no status from 200 to 599. Write one."]
        },
        {
            "downstreamApis", $$"""{{Stock}} "routes": [{ "path": "/items", "scope": "S.Read", "status": 204, "answer": null }] }]""",
            ["5:160: downstreamApis[0].routes[0].answer cannot be, as an answer with status 204 has no body. Remove it, or take another status."]
        },
        {
            "downstreamApis", $$"""{{Stock}} "routes": [{ "path": "/items", "scope": "S.Read", "anwser": {} }] }]""",
            ["5:145: downstreamApis[0].routes[0].anwser is unknown. Did you mean \"answer\"?"]
        },
        {
            "downstreamApis", $$"""{{Stock}} "routes": [{ "path": "/i/{id}", "scope": "S.Read", "answer": { "a": ["{id}", "{who}"] } }] }]""",
            ["5:172: downstreamApis[0].routes[0].answer.a[1] is \"{who}\", and there is no {who}. Known here: {id}, {aud}, {azp}, {iss}, {oid}, {sub}, {tid}, {uti}, {name}, {preferred_username}, {scp}. Write {{ for a brace itself."]
        },
        {
            "downstreamApis", $$"""{{Stock}} "routes": [{ "path": "/i/{id}", "scope": "S.Read", "answer": "{id" }] }]""",
            ["5:156: downstreamApis[0].routes[0].answer is \"{id\", in which a brace has no partner. Write {{ or }} for the brace itself."]
        },
        {
            "downstreamApis", $$"""{{Stock}} "routes": [{ "path": "/i/{id}", "scope": "S.Read", "answer": "id}" }] }]""",
            ["5:156: downstreamApis[0].routes[0].answer is \"id}\", in which a brace has no partner. Write {{ or }} for the brace itself."]
        },
        {
            "downstreamApis", $$$"""{{{Stock}}} "routes": [{ "path": "/i/{id}", "scope": "S.Read", "answer": "{{id}" }] }]""",
            ["5:156: downstreamApis[0].routes[0].answer is \"{{id}\", in which a brace has no partner. Write {{ or }} for the brace itself."]
        },
        {
            "downstreamApis", $$"""{{Stock}} "routes": [{ "path": "/i", "appRole": "S.All", "answer": "{name}" }] }]""",
            ["5:152: downstreamApis[0].routes[0].answer is \"{name}\", and there is no {name}. Known here: {aud}, {azp}, {iss}, {oid}, {sub}, {tid}, {uti}. Write {{ for a brace itself."]
        },
        {
            "downstreamApis", $$"""{{Stock}} "routes": [{ "path": "/i/{id}", "scope": "S.Read", "headers": [] }] }]""",
            ["5:157: downstreamApis[0].routes[0].headers is a list, which is no object. Write one: { \"Location\": \"/items/{id}\" }."]
        },
        {
            "downstreamApis", $$"""{{Stock}} "routes": [{ "path": "/i/{id}", "scope": "S.Read", "headers": { "X Y": "1" } }] }]""",
            ["5:159: downstreamApis[0].routes[0].headers.X Y is no header's name of letters, digits and '-'. Write one such as \"Location\"."]
        },
        {
            "downstreamApis", $$"""{{Stock}} "routes": [{ "path": "/i/{id}", "scope": "S.Read", "headers": { "Content-Length": "1" } }] }]""",
            ["5:159: downstreamApis[0].routes[0].headers.Content-Length is the server's to say. Remove it."]
        },
        {
            "downstreamApis", $$"""{{Stock}} "routes": [{ "path": "/i/{id}", "scope": "S.Read", "headers": { "X": 1 } }] }]""",
            ["5:164: downstreamApis[0].routes[0].headers.X is 1, which is no header's value of ASCII letters. Write one such as \"/items/{id}\"."]
        },
        {
            "downstreamApis", $$"""{{Stock}} "routes": [{ "path": "/i/{id}", "scope": "S.Read", "headers": { "X": "é" } }] }]""",
            ["5:164: downstreamApis[0].routes[0].headers.X is \"é\", which is no header's value of ASCII letters. Write one such as \"/items/{id}\"."]
        },
        {
            "downstreamApis", $$"""{{Stock}} "routes": [{ "path": "/i/{id}", "scope": "S.Read", "headers": { "Location": "/i/{ID}" } }] }]""",
            ["5:171: downstreamApis[0].routes[0].headers.Location is \"/i/{ID}\", and there is no {ID}. Known here: {id}, {aud}, {azp}, {iss}, {oid}, {sub}, {tid}, {uti}, {name}, {preferred_username}, {scp}. Write {{ for a brace itself."]
        },
    };

    [Theory]
    [MemberData(nameof(Files))]
    public void A_wrong_file_is_told_where_and_how(string section, string? json, string[] errors) =>
        Assert.Equal(errors.Select(error => $"stack.json:{error}"), StackText.ErrorsOf(StackText.Lines(section, json)));
}
