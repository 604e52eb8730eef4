using System.Diagnostics;
using System.Net;
using System.Text.Json;
using TestSupport;

namespace FunctionsObo.Tests.Pipeline;

/// <summary>An app that existed before it took the library, in a process of its own: FunctionsObo.Tests/Timesheets.</summary>
public sealed class ExistingAppTests(TimesheetsApp app) : IClassFixture<TimesheetsApp>
{
    [Fact]
    public async Task Its_functions_are_protected_between_its_own_middlewares()
    {
        using var open = await app.GetAsync("hours", user: null);
        using var refused = await app.GetAsync("weeks/20", user: null);
        using var admitted = await app.GetAsync("weeks/20", "alice");

        Assert.Equal((HttpStatusCode.OK, "38"), (open.StatusCode, await open.Content.ReadAsStringAsync()));
        Assert.Equal((HttpStatusCode.OK, WellKnown.AliceObjectId), (admitted.StatusCode, await admitted.Content.ReadAsStringAsync()));
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        Assert.All([open, refused, admitted], response => Assert.Equal(["all"], response.Headers.GetValues("X-Seen")));
        Assert.Equal((true, false, true), (open.Headers.Contains("X-Admitted"), refused.Headers.Contains("X-Admitted"), admitted.Headers.Contains("X-Admitted")));
    }

    [Fact]
    public async Task Its_own_failures_are_problems()
    {
        using var closed = await app.GetAsync("weeks/3", "alice");
        using var unknown = await app.GetAsync("weeks/99", "alice");

        Assert.Equal(HttpStatusCode.Conflict, closed.StatusCode);
        Assert.Equal("application/problem+json", closed.Content.Headers.ContentType?.MediaType);
        Assert.Equal("week_closed", JsonElement.Parse(await closed.Content.ReadAsStringAsync()).GetProperty("code").GetString());
        Assert.Equal(HttpStatusCode.BadRequest, unknown.StatusCode);
        Assert.Equal("From 1 to 53.", JsonElement.Parse(await unknown.Content.ReadAsStringAsync()).GetProperty("errors").GetProperty("week")[0].GetString());
    }

    [Fact]
    public async Task Its_client_calls_as_the_user()
    {
        using var response = await app.GetAsync("items/lamp", "alice");

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode); // the emulator has no items
        Assert.Equal("not_found", JsonElement.Parse(await response.Content.ReadAsStringAsync()).GetProperty("code").GetString());
        Assert.Equal(1, app.Emulator.Stats.Snapshot().Exchanges("alice", "orders"));
    }

    [Fact]
    public async Task Its_timer_function_is_left_as_it_is() => Assert.Null(await app.RunFunctionAsync("CloseWeek"));

    /// <summary>Its host is told of it by the worker, and it runs nowhere in the app's own code.</summary>
    [Fact]
    public async Task Its_health_report_is_there_and_not_for_users()
    {
        using var anonymous = await app.GetAsync("health/report", user: null);
        using var user = await app.GetAsync("health/report", "alice");

        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.Forbidden), (anonymous.StatusCode, user.StatusCode));
        Assert.Equal("app_required", JsonElement.Parse(await user.Content.ReadAsStringAsync()).GetProperty("code").GetString());
    }

    [Fact]
    public async Task A_wrong_configuration_is_one_message_and_exit_code_1()
    {
        var start = new ProcessStartInfo("dotnet") { UseShellExecute = false, RedirectStandardError = true, RedirectStandardOutput = true, WorkingDirectory = TimesheetsApp.Folder };
        foreach (var argument in (ReadOnlySpan<string>)["Timesheets.dll", "--functions-uri", "http://127.0.0.1:1", "--functions-worker-id", "w", "--functions-request-id", "r", "--functions-grpc-max-message-length", "1000000"])
            start.ArgumentList.Add(argument);
        start.Environment["AzureAd__ClockSkew"] = "soon";
        start.Environment["OnBehalfOf__ExchangTimeout"] = "00:00:05";

        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();

        Assert.Equal(1, process.ExitCode);
        Assert.All(
            ["The app cannot start:", "AzureAd:TenantId is missing", "AzureAd:ClockSkew must be a time span", "OnBehalfOf:ExchangTimeout is not a key", "HoursPerWeek"],
            part => Assert.Contains(part, error.Result, StringComparison.Ordinal));
        Assert.DoesNotContain("   at ", await output + await error, StringComparison.Ordinal);
    }
}
