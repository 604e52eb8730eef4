namespace Local.Tests.EntraEmulator.StackFiles;

/// <summary>What is wrong with tenants, users and groups. Each error names line, column, value and fix.</summary>
public sealed class TenantErrorTests
{
    private const string Id = "5f0e7c1a-8a35-4d0c-9d5e-2b8f7a6c4d31";
    private const string Other = "5f0e7c1a-8a35-4d0c-9d5e-2b8f7a6c4d32";
    private const string Rest = $"\"id\": \"{Id}\", \"domain\": \"d.example\"";

    public static TheoryData<string, string?, string[]> Files => new()
    {
        { "tenants", "null", ["2:12: tenants is null, which is no list. Write one: [ … ]."] },
        { "tenants", "{}", ["2:12: tenants is an object, which is no list. Write one: [ … ]."] },
        { "tenants", "[]", ["2:12: tenants is a list, which has no tenant. Add the app's."] },
        { "tenants", """["contoso"]""", ["2:13: tenants[0] is \"contoso\", which is no object. Write one: { … }."] },
        { "tenants", null, ["1:1: the file has no \"tenants\". Add it, such as \"tenants\": [ { \"name\": \"contoso\", … } ]."] },
        {
            "tenants", "[{ }]",
            ["2:13: tenants[0] has no \"domain\". Add it, such as \"domain\": \"contoso.example\".", "2:13: tenants[0] has no \"name\". Add it, such as \"name\": \"contoso\".", "2:13: tenants[0] has no \"id\". Add it, such as \"id\": \"5f0e7c1a-8a35-4d0c-9d5e-2b8f7a6c4d31\"."]
        },
        {
            "tenants", """[{ "name": "contoso", "id": "1", "domain": "d.example" }]""",
            ["2:40: tenants[0].id is \"1\", which is no GUID. Write one such as \"5f0e7c1a-8a35-4d0c-9d5e-2b8f7a6c4d31\"."]
        },
        {
            "tenants", """[{ "name": "contoso", "id": "00000000-0000-0000-0000-000000000000", "domain": "d.example" }]""",
            ["2:40: tenants[0].id is \"00000000-0000-0000-0000-000000000000\", which is no GUID. Write one such as \"5f0e7c1a-8a35-4d0c-9d5e-2b8f7a6c4d31\"."]
        },
        {
            "tenants", $$"""[{ "name": "Common", {{Rest}} }, { "name": "contoso", "id": "{{Other}}", "domain": "e.example" }]""",
            ["2:23: tenants[0].name is \"Common\", which is no tenant's name of letters, digits, '.', '_' and '-' (nor common, organizations). Write one such as \"contoso\"."]
        },
        {
            "tenants", $$"""[{ "name": "con toso", {{Rest}} }, { "name": "contoso", "id": "{{Other}}", "domain": "e.example" }]""",
            ["2:23: tenants[0].name is \"con toso\", which is no tenant's name of letters, digits, '.', '_' and '-' (nor common, organizations). Write one such as \"contoso\"."]
        },
        {
            "tenants", $$"""[{ "name": "contoso", "id": "{{Id}}", "domain": "d/e" }]""",
            ["2:90: tenants[0].domain is \"d/e\", which is no domain. Write one such as \"contoso.example\"."]
        },
        {
            "tenants", $$"""[{ "name": "contoso", {{Rest}} }, { "name": "fabrikam", "id": "{{Other}}", "domain": "Contoso" }]""",
            ["2:183: tenants[1].domain is \"Contoso\", as tenants[0].name in line 2 is. Each tenant has a name, an id and a domain of its own: change one."]
        },
        {
            "tenants", $$"""[{ "name": "contoso", {{Rest}}, "user": [] }]""",
            ["2:103: tenants[0].user is unknown. Did you mean \"users\"?"]
        },
        {
            "tenants", $$"""[{ "name": "contoso", {{Rest}}, "color": "blue" }]""",
            ["2:103: tenants[0].color is unknown. Known here: name, id, domain, users, groups."]
        },
        {
            "tenants", $$"""[{ "name": "contoso", {{Rest}}, "users": {} }]""",
            ["2:112: tenants[0].users is an object, which is no list. Write one: [ … ]."]
        },
        {
            "tenants", $$"""[{ "name": "contoso", {{Rest}}, "users": [1] }]""",
            ["2:113: tenants[0].users[0] is 1, which is no object. Write one: { … }."]
        },
        {
            "tenants", $$"""[{ "name": "contoso", {{Rest}}, "users": [{ "id": "{{Other}}" }] }]""",
            ["2:113: tenants[0].users[0] has no \"name\". Add it, such as \"name\": \"alice\"."]
        },
        {
            "tenants", $$"""[{ "name": "contoso", {{Rest}}, "users": [{ "name": "ann" }] }]""",
            ["2:113: tenants[0].users[0] has no \"id\". Add it, such as \"id\": \"5f0e7c1a-8a35-4d0c-9d5e-2b8f7a6c4d31\"."]
        },
        {
            "tenants", $$"""[{ "name": "contoso", {{Rest}}, "users": [{ "name": "ann", "id": "{{Other}}", "surname": 5 }] }]""",
            ["2:187: tenants[0].users[0].surname is 5, which is no text. Write one such as \"something\"."]
        },
        {
            "tenants", $$"""[{ "name": "contoso", {{Rest}}, "users": [{ "name": "ann", "id": "{{Other}}", "directoryRoles": ["King"] }] }]""",
            ["2:195: tenants[0].users[0].directoryRoles[0] is \"King\", which is no word of these: Global Administrator, Privileged Role Administrator, Application Administrator, Cloud Application Administrator. Write one such as \"Global Administrator\"."]
        },
        {
            "tenants", $$"""[{ "name": "contoso", {{Rest}}, "users": [{ "name": "ann", "id": "{{Other}}", "givenName": " " }] }]""",
            ["2:189: tenants[0].users[0].givenName is \" \", which is no text. Write one such as \"something\"."]
        },
        {
            "tenants", $$"""[{ "name": "contoso", {{Rest}}, "users": [{ "name": "ann lee", "id": "{{Other}}" }] }]""",
            ["2:123: tenants[0].users[0].name is \"ann lee\", which is no name of letters, digits, '.', '_' and '-'. Write one such as \"alice\"."]
        },
        {
            "tenants", $$"""[{ "name": "contoso", {{Rest}}, "users": [{ "name": "ann", "id": "{{Id}}" }, { "name": "Ann", "id": "{{Other}}", "mail": "x@d.example" }] }]""",
            ["2:188: tenants[0].users[1].name is \"Ann\", as tenants[0].users[0].name in line 2 is. Each user of a tenant has a name, an id and a mail of their own: change one."]
        },
        {
            "tenants", $$"""[{ "name": "contoso", {{Rest}}, "users": [{ "name": "ann", "id": "{{Id}}" }, { "name": "ben", "id": "{{Id}}" }] }]""",
            ["2:201: tenants[0].users[1].id is \"5f0e7c1a-8a35-4d0c-9d5e-2b8f7a6c4d31\", as tenants[0].users[0].id in line 2 is. Each user of a tenant has a name, an id and a mail of their own: change one."]
        },
        {
            "tenants", $$"""[{ "name": "contoso", {{Rest}}, "users": [{ "name": "ann", "id": "{{Id}}" }, { "name": "ben", "id": "{{Other}}", "mail": "ann@d.example" }] }]""",
            ["2:249: tenants[0].users[1].mail is \"ann@d.example\", as tenants[0].users[0].mail in line 2 is. Each user of a tenant has a name, an id and a mail of their own: change one."]
        },
        {
            "tenants", $$"""[{ "name": "contoso", {{Rest}}, "users": [{ "name": "ann", "id": "{{Other}}" }], "groups": [{ "members": ["ann"] }] }]""",
            ["2:190: tenants[0].groups[0] has no \"name\". Add it, such as \"name\": \"Everyone\"."]
        },
        {
            "tenants", $$"""[{ "name": "contoso", {{Rest}}, "users": [{ "name": "ann", "id": "{{Other}}" }], "groups": [{ "name": "all", "members": ["anne"] }] }]""",
            ["2:219: tenants[0].groups[0].members[0] is \"anne\", and there is no such user in this tenant. Known: ann."]
        },
        {
            "tenants", $$"""[{ "name": "contoso", {{Rest}}, "users": [{ "name": "ann", "id": "{{Other}}" }], "groups": [{ "name": "all", "members": "ann" }] }]""",
            ["2:218: tenants[0].groups[0].members is \"ann\", which is no list. Write one: [ … ]."]
        },
        {
            "tenants", $$"""[{ "name": "contoso", {{Rest}}, "users": [{ "name": "ann", "id": "{{Other}}" }], "groups": [{ "name": "all" }, { "name": "ALL" }] }]""",
            ["2:219: tenants[0].groups[1].name is \"ALL\", as tenants[0].groups[0].name in line 2 is. Each group of a tenant has a name of its own: change one."]
        },
        {
            "tenants", $$"""[{ "name": "contoso", {{Rest}}, "groups": [{ "name": "all", "members": ["ann"] }] }]""",
            ["2:143: tenants[0].groups[0].members[0] is \"ann\", and there is no such user in this tenant. There is no user in this tenant at all: add it."]
        },
    };

    [Theory]
    [MemberData(nameof(Files))]
    public void A_wrong_file_is_told_where_and_how(string section, string? json, string[] errors) =>
        Assert.Equal(errors.Select(error => $"stack.json:{error}"), StackText.ErrorsOf(StackText.Lines(section, json)));
}
