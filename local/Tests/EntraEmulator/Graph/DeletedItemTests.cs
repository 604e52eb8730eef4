using EntraEmulator.Faults;
using EntraEmulator.Stats;

namespace Local.Tests.EntraEmulator.Graph;

public sealed class DeletedItemTests(EmulatorFixture fixture) : IClassFixture<EmulatorFixture>
{
    private const string GraphDefault = "https://graph.microsoft.com/.default";

    private DirectoryClient Client { get; } = new(fixture);

    [Fact]
    public async Task A_deleted_application_takes_its_service_principal_along_and_both_come_back_by_id()
    {
        var app = await Client.RegisterAsync("restored");

        Assert.Equal(204, (await Client.DeleteAsync($"applications/{app.Id}")).Status);
        Assert.Equal(700016, (await fixture.PostAsync(app.AppRequest(GraphDefault))).Code);
        Assert.Equal(404, (await Client.GetAsync($"applications/{app.Id}")).Status);
        Assert.Contains(app.Id, Ids(await Client.GetAsync("directory/deletedItems/microsoft.graph.application")));
        Assert.Contains(app.PrincipalId, Ids(await Client.GetAsync("directory/deletedItems/microsoft.graph.servicePrincipal")));
        Assert.Equal(400, (await Client.PostAsync($"directory/deletedItems/{app.PrincipalId}/restore", "")).Status);
        Assert.Equal(200, (await Client.PostAsync($"directory/deletedItems/{app.Id}/restore", "")).Status);
        Assert.Equal(700016, (await fixture.PostAsync(app.AppRequest(GraphDefault))).Code);
        Assert.Equal(200, (await Client.PostAsync($"directory/deletedItems/{app.PrincipalId}/restore", "")).Status);

        Assert.Equal(200, (await fixture.PostAsync(app.AppRequest(GraphDefault))).Status);
        Assert.Equal(404, (await Client.GetAsync($"directory/deletedItems/{app.Id}")).Status);
    }

    [Fact]
    public async Task A_deleted_service_principal_takes_its_permissions_along_and_brings_its_own_back()
    {
        var (api, daemon) = (await Client.RegisterAsync("gone-api"), await Client.RegisterAsync("gone-daemon"));
        await Client.PostAsync($"servicePrincipals/{api.PrincipalId}/appRoleAssignedTo", $$"""{ "principalId": "{{daemon.PrincipalId}}", "resourceId": "{{api.PrincipalId}}", "appRoleId": "{{DirectoryClient.RoleId}}" }""");

        await Client.DeleteAsync($"servicePrincipals/{daemon.PrincipalId}");
        var between = await Client.GetAsync($"servicePrincipals/{api.PrincipalId}/appRoleAssignedTo");
        await Client.PostAsync($"directory/deletedItems/{daemon.PrincipalId}/restore", "");
        var after = await Client.GetAsync($"servicePrincipals/{api.PrincipalId}/appRoleAssignedTo");
        await Client.DeleteAsync($"servicePrincipals/{api.PrincipalId}");

        Assert.Equal((0, 1), (between.Values.Count, after.Values.Count));
        Assert.Equal(500011, (await fixture.PostAsync(daemon.AppRequest($"api://{api.AppId}/.default"))).Code);
        Assert.Empty((await Client.GetAsync($"servicePrincipals/{daemon.PrincipalId}/appRoleAssignments")).Values);
    }

    [Fact]
    public async Task A_service_principal_is_one_for_each_application_and_has_to_have_one()
    {
        var app = await Client.RegisterAsync("twice");

        var (second, none) = (await Client.PostAsync("servicePrincipals", $$"""{ "appId": "{{app.AppId}}" }"""), await Client.PostAsync("servicePrincipals", $$"""{ "appId": "{{Guid.NewGuid()}}" }"""));

        Assert.Equal((409, 400, "NoBackingApplicationObject"), (second.Status, none.Status, none.Detail));
        Assert.Equal(app.AppId, (await Client.GetAsync($"servicePrincipals?$filter=servicePrincipalNames/any(t:t eq 'api://{app.AppId}')")).Values.Single().GetProperty("appId").GetString());
    }

    [Fact]
    public async Task Replication_and_throttling_can_be_scripted()
    {
        await using var own = await OwnEmulator.StartAsync(new() { Port = 0 });
        var client = new DirectoryClient(own);
        own.Emulator.Faults.Enqueue(new Fault { Endpoint = EmulatorEndpoint.Directory, Method = "GET", Path = "/applications", Status = 404, Times = 2 });
        own.Emulator.Faults.Enqueue(new Fault { Endpoint = EmulatorEndpoint.Directory, Method = "POST", Status = 429, RetryAfterSeconds = 7 });

        var throttled = await client.PostAsync("applications", """{ "displayName": "x" }""");
        var made = await client.PostAsync("applications", """{ "displayName": "x" }""");
        var reads = new[] { await client.GetAsync($"applications/{made.Text("id")}"), await client.GetAsync($"applications/{made.Text("id")}"), await client.GetAsync($"applications/{made.Text("id")}") };

        Assert.Equal((429, "TooManyRequests", "7"), (throttled.Status, throttled.Code, throttled.Response.Headers.RetryAfter!.ToString()));
        Assert.Equal([(404, "Request_ResourceNotFound"), (404, "Request_ResourceNotFound"), (200, null)], reads.Select(one => (one.Status, one.Code)));
    }

    private static IEnumerable<string> Ids(DirectoryReply reply) => reply.Values.Select(one => one.GetProperty("id").GetString()!);
}
