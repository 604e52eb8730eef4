using System.Text.Json.Nodes;
using EntraEmulator.Dev;
using TestSupport;

namespace Local.Tests.EntraEmulator.Graph;

public sealed class DirectoryAccessTests(EmulatorFixture fixture) : IClassFixture<EmulatorFixture>
{
    private const string Own = "Application.ReadWrite.OwnedBy";

    [Fact]
    public async Task Only_an_access_token_for_Graph_opens_the_directory()
    {
        var emulator = fixture.Emulator;
        var good = DirectoryClient.Token(emulator);
        var unsigned = emulator.Sign(new SignRequest { Header = new JsonObject(), Payload = JsonNode.Parse(Some.Payload(good).GetRawText())!.AsObject(), Key = "unknown" });
        string[] bad =
        [
            "",
            "no-token",
            emulator.IssueAccessToken("alice"),
            emulator.IssueAccessToken(new TokenRequest { User = "alice", Audience = "graph", Lifetime = TimeSpan.FromMinutes(-1) }),
            emulator.IssueAccessToken(new TokenRequest { User = "alice", Audience = "graph", Kind = TokenKind.IdToken }),
            emulator.Changed(good, claims => claims["iss"] = "https://login.example/x/v2.0"),
            emulator.Changed(good, claims => claims["tid"] = WellKnown.FabrikamTenantId),
            unsigned,
        ];

        Assert.Equal(200, (await new DirectoryClient(fixture, good).GetAsync("me")).Status);
        foreach (var token in bad)
        {
            var reply = await new DirectoryClient(fixture, token).GetAsync("me");
            Assert.Equal((401, "InvalidAuthenticationToken"), (reply.Status, reply.Code));
            Assert.Contains("authorization_uri=", reply.Response.Headers.WwwAuthenticate.ToString(), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("alice", "User.Read", "GET", "me", 200)]
    [InlineData("alice", "User.Read", "GET", "applications", 403)]
    [InlineData("alice", "Application.Read.All", "GET", "applications", 200)]
    [InlineData("alice", "Application.Read.All", "POST", "applications", 403)]
    [InlineData("alice", "Application.ReadWrite.All", "POST", "applications", 201)]
    [InlineData("bob", "Application.ReadWrite.All", "GET", "applications", 200)]
    [InlineData("bob", "Application.ReadWrite.All", "POST", "applications", 403)]
    [InlineData("alice", "Application.ReadWrite.All", "GET", "oauth2PermissionGrants", 403)]
    [InlineData("alice", "Directory.Read.All", "GET", "oauth2PermissionGrants", 200)]
    [InlineData("alice", "User.Read", "GET", "users/" + WellKnown.BobObjectId, 403)]
    [InlineData("alice", "User.Read.All", "GET", "users/" + WellKnown.BobObjectId, 200)]
    [InlineData("alice", "User.Read.All", "GET", "users/" + WellKnown.CarolObjectId, 404)]
    public async Task A_call_needs_its_permission_and_a_change_a_directory_role_too(string user, string scope, string method, string path, int status)
    {
        var reply = await new DirectoryClient(fixture, DirectoryClient.Token(fixture.Emulator, user, scope)).SendAsync(method, path, method == "POST" ? """{ "displayName": "x" }""" : null);

        Assert.Equal(status, reply.Status);
        if (status == 403) Assert.Equal("Authorization_RequestDenied", reply.Code);
    }

    [Fact]
    public async Task An_application_needs_app_roles_and_with_OwnedBy_changes_its_own_only()
    {
        var admin = new DirectoryClient(fixture);
        var robot = await admin.RegisterAsync("robot");
        var others = await admin.RegisterAsync("others");
        Assert.Equal(403, (await (await AsRobotAsync()).PostAsync("applications", """{ "displayName": "x" }""")).Status);
        var graph = (await admin.GetAsync($"servicePrincipals(appId='{WellKnown.GraphAppId}')")).Json;
        var role = graph["appRoles"]!.AsArray().First(one => one!["value"]!.ToString() == Own)!["id"];
        var assigned = await admin.PostAsync($"servicePrincipals/{graph["id"]}/appRoleAssignedTo", $$"""{ "principalId": "{{robot.PrincipalId}}", "resourceId": "{{graph["id"]}}", "appRoleId": "{{role}}" }""");
        Assert.Equal(201, assigned.Status);

        var client = await AsRobotAsync();
        var made = await client.PostAsync("applications", """{ "displayName": "the robot's" }""");

        Assert.Equal(201, made.Status);
        Assert.Equal(204, (await client.PatchAsync($"applications/{made.Text("id")}", """{ "notes": "x" }""")).Status);
        Assert.Equal(403, (await client.PatchAsync($"applications/{others.Id}", """{ "notes": "x" }""")).Status);
        Assert.Equal(400, (await client.GetAsync("me")).Status);

        async Task<DirectoryClient> AsRobotAsync() => new(fixture, (await fixture.PostAsync(robot.AppRequest("https://graph.microsoft.com/.default"))).Text("access_token"));
    }

    [Fact]
    public async Task An_answer_has_Graphs_headers_and_a_refusal_its_shape()
    {
        var client = new DirectoryClient(fixture);

        var (good, bad) = (await client.GetAsync("organization"), await client.GetAsync("applications/nobody"));

        Assert.Equal("4.0", good.Response.Headers.GetValues("OData-Version").Single());
        Assert.Equal($"{fixture.Emulator.Address}graph/v1.0/$metadata#organization", good.Text("@odata.context"));
        Assert.Equal(WellKnown.ContosoTenantId, good.Values.Single().GetProperty("id").GetString());
        Assert.Equal((404, "Request_ResourceNotFound"), (bad.Status, bad.Code));
        var inner = bad.Body.GetProperty("error").GetProperty("innerError");
        Assert.Equal("from-a-test", inner.GetProperty("client-request-id").GetString());
        Assert.Equal(bad.Response.Headers.GetValues("request-id").Single(), inner.GetProperty("request-id").GetString());
    }
}
