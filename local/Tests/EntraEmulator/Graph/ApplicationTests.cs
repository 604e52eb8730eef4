using TestSupport;

namespace Local.Tests.EntraEmulator.Graph;

public sealed class ApplicationTests(EmulatorFixture fixture) : IClassFixture<EmulatorFixture>
{
    private DirectoryClient Client { get; } = new(fixture);

    [Fact]
    public async Task The_stacks_own_registrations_are_there()
    {
        var functions = (await Client.GetAsync($"applications(appId='{WellKnown.FunctionAppClientId}')")).Json;

        Assert.Equal("functions", functions["displayName"]!.ToString());
        Assert.Equal(2, functions["api"]!["requestedAccessTokenVersion"]!.GetValue<int>());
        Assert.Equal("access_as_user", functions["api"]!["oauth2PermissionScopes"]![0]!["value"]!.ToString());
        Assert.Equal(["idtyp", "xms_cc"], functions["optionalClaims"]!["accessToken"]!.AsArray().Select(one => one!["name"]!.ToString()));
        Assert.Equal([WellKnown.GraphAppId, WellKnown.OrdersAppId], functions["requiredResourceAccess"]!.AsArray().Select(one => one!["resourceAppId"]!.ToString()));
        Assert.Equal(["Scope", "Scope", "Role"], functions["requiredResourceAccess"]![1]!["resourceAccess"]!.AsArray().Select(one => one!["type"]!.ToString()));
        Assert.Equal("loc", functions["passwordCredentials"]![0]!["hint"]!.ToString());
        Assert.Null(functions["passwordCredentials"]![0]!["secretText"]);
    }

    [Fact]
    public async Task A_new_application_says_where_it_is_and_has_Entras_defaults()
    {
        var made = await Client.PostAsync("applications", """{ "displayName": "plain" }""");

        Assert.Equal(201, made.Status);
        Assert.Equal($"{fixture.Emulator.Address}graph/v1.0/applications/{made.Text("id")}", made.Response.Headers.Location!.ToString());
        Assert.Equal("AzureADandPersonalMicrosoftAccount", made.Text("signInAudience"));
        Assert.Equal("contoso.example", made.Text("publisherDomain"));
        Assert.Equal(404, (await Client.GetAsync($"servicePrincipals(appId='{made.Text("appId")}')")).Status);
        Assert.Equal(made.Text("appId"), (await Client.GetAsync($"myorganization/applications/{made.Text("id")}")).Text("appId"));
    }

    [Fact]
    public async Task An_upsert_makes_it_once_and_changes_it_then()
    {
        const string Address = "applications(uniqueName='up''sert')";

        Assert.Equal(404, (await Client.PatchAsync(Address, """{ "displayName": "one" }""")).Status);
        var first = await Client.PatchAsync(Address, """{ "displayName": "one" }""", createIfMissing: true);
        var second = await Client.PatchAsync(Address, """{ "displayName": "two" }""", createIfMissing: true);
        var now = await Client.GetAsync(Address);

        Assert.Equal((201, 204), (first.Status, second.Status));
        Assert.Equal((first.Text("id"), "two", "up'sert"), (now.Text("id"), now.Text("displayName"), now.Text("uniqueName")));
    }

    [Fact]
    public async Task A_list_is_filtered_selected_and_paged()
    {
        foreach (var name in new[] { "page's 1", "page's 2", "page's 3" })
            await Client.PostAsync("applications", $$"""{ "displayName": "{{name}}", "tags": ["paged"] }""");

        var one = await Client.GetAsync("applications?$filter=displayName eq 'page''s 2'&$select=id,displayName");
        var first = await Client.GetAsync("applications?$filter=tags/any(t:t eq 'paged') and startswith(displayName,'page')&$top=2&$select=displayName");
        var next = await Client.GetAsync(first.Text("@odata.nextLink").Split("/graph/v1.0/")[1]);

        Assert.Equal(["displayName", "id"], one.Values.Single().EnumerateObject().Select(member => member.Name).Order(StringComparer.Ordinal));
        Assert.Equal(["page's 1", "page's 2"], first.Values.Select(app => app.GetProperty("displayName").GetString()));
        Assert.Equal("page's 3", next.Values.Single().GetProperty("displayName").GetString());
        Assert.False(next.Body.TryGetProperty("@odata.nextLink", out _));
        Assert.False((await Client.GetAsync("applications?$filter=tags/any(t:t eq 'paged')&$top=3")).Body.TryGetProperty("@odata.nextLink", out _));
        Assert.Equal("functions", (await Client.GetAsync($"applications?$filter=identifierUris/any(x:x eq '{WellKnown.FunctionAppIdUri}')")).Values.Single().GetProperty("displayName").GetString());
    }

    [Theory]
    [InlineData("applications?$filter=notes eq 'x'", "Request_UnsupportedQuery")]
    [InlineData("applications?$filter=displayName ne 'x'", "Request_UnsupportedQuery")]
    [InlineData("applications?$filter=displayName eq 'x' or appId eq 'y'", "Request_UnsupportedQuery")]
    [InlineData("applications?$orderby=displayName", "Request_UnsupportedQuery")]
    [InlineData("applications?$select=colour", "BadRequest")]
    [InlineData("applications(displayName='x')", "BadRequest")]
    [InlineData("colours", "BadRequest")]
    public async Task What_it_does_not_understand_it_refuses(string path, string code)
    {
        var reply = await Client.GetAsync(path);

        Assert.Equal((400, code), (reply.Status, reply.Code));
    }

    [Fact]
    public async Task What_is_absent_stays_and_a_list_is_replaced_whole()
    {
        var made = await Client.RegisterAsync("patched");

        Assert.Equal(204, (await Client.PatchAsync($"applications/{made.Id}", """{ "api": { "knownClientApplications": ["04b07795-8ddb-461a-bbee-02f9e1bf7b46"] }, "tags": ["a"] }""")).Status);
        await Client.PatchAsync($"applications/{made.Id}", """{ "tags": ["b"] }""");
        var now = (await Client.GetAsync($"applications/{made.Id}")).Json;

        Assert.Equal("access", now["api"]!["oauth2PermissionScopes"]!.AsArray().Single()!["value"]!.ToString());
        Assert.Equal("04b07795-8ddb-461a-bbee-02f9e1bf7b46", now["api"]!["knownClientApplications"]![0]!.ToString());
        Assert.Equal("b", now["tags"]!.AsArray().Single()!.ToString());
    }
}
