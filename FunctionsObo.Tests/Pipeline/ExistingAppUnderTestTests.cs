extern alias Timesheets;

using System.Net;
using FunctionsObo.Testing;
using Timesheets::Contoso.Timesheets;

namespace FunctionsObo.Tests.Pipeline;

/// <summary>The same app with the test host added: it needs no line for that, and no type of it but one.</summary>
public sealed class ExistingAppUnderTestTests
{
    private static readonly TestAppOptions Options = new() { Settings = { ["Timesheets:HoursPerWeek"] = "38" } };

    [Fact]
    public async Task Its_functions_are_protected_and_call_as_the_user()
    {
        await using var app = await ProtectedFunctions.StartAsync<Weeks>(Options);
        app.Api("Stock").Get("items/lamp").For("alice").Answers(new { id = "lamp", count = 3 });

        using var refused = await app.AnonymousClient.GetAsync("weeks/20");
        using var items = await app.ClientFor("alice", "access_as_user").GetAsync("items/lamp");

        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.OK), (refused.StatusCode, items.StatusCode));
        Assert.Equal("3", await items.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Its_timer_function_can_be_run()
    {
        await using var app = await ProtectedFunctions.StartAsync<Weeks>(Options);

        Assert.Null(await app.RunFunctionAsync("CloseWeek", "{}"));
    }
}
