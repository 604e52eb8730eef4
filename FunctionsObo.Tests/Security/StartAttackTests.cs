using System.Net;
using EntraEmulator.Dev;
using FunctionApp.Clients.Orders;
using FunctionsHost.Functions;
using FunctionsHost.InProcess;
using FunctionsObo.Authorization;
using FunctionsObo.Registration;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.IdentityModel.Logging;
using TestSupport;

namespace FunctionsObo.Tests.Security;

/// <summary>Mistakes that would leave a door open: the app does not start with them, and names the fix. Not beside other tests, as one of them is a switch of the whole process.</summary>
[Collection(nameof(ProcessWideSwitches))]
public sealed class StartAttackTests
{
    [Fact]
    public async Task A51_a_function_without_a_usable_declaration_stops_the_start_and_is_named()
    {
        var error = await Assert.ThrowsAsync<ConfigurationException>(() => Stack.StartAsync(builder => Probes.Host(
            builder, typeof(WithoutDeclaration), typeof(WithEmptyScope), typeof(WithEmptyRole), typeof(WithNothing), typeof(WithTwoInOne), typeof(OpenAndClosed), typeof(Derived), typeof(Probes))));

        Assert.Collection(
            error.Errors,
            one => Assert.StartsWith("Function 'Forgotten' does not say who may call it", one, StringComparison.Ordinal),
            one => Assert.StartsWith("Function 'EmptyScope' has an empty value in [RequiredScope]", one, StringComparison.Ordinal),
            one => Assert.StartsWith("Function 'EmptyRole' has an empty value in [RequiredAppRole]", one, StringComparison.Ordinal),
            one => Assert.StartsWith("Function 'NoScope' has an empty value in [RequiredScope]", one, StringComparison.Ordinal),
            one => Assert.StartsWith("Function 'TwoInOne' has white space in [RequiredScope]", one, StringComparison.Ordinal),
            one => Assert.StartsWith("Function 'OpenAndClosed' is both [AllowAnonymous] and restricted", one, StringComparison.Ordinal),
            one => Assert.StartsWith("Function 'Derived' does not say who may call it", one, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A51_a_function_that_is_not_in_the_table_is_refused_also_with_a_good_token()
    {
        await using var stack = await Stack.StartAsync(builder => builder.UseFunctionsFrom(typeof(Probes)));

        var reply = await stack.SendAsync(HttpMethod.Get, "for-users", stack.Emulator.IssueAccessToken("alice"));

        Assert.Equal((HttpStatusCode.Forbidden, "not_declared"), (reply.Status, reply.Code));
        await Assert.ThrowsAsync<FunctionFailedException>(() => stack.Local.FunctionApp!.RunFunctionAsync("OnMessage", "x", CancellationToken.None));
    }

    [Fact]
    public async Task A51_what_a_class_declares_holds_for_its_functions_and_a_method_replaces_it()
    {
        await using var stack = await Stack.StartAsync(builder => Probes.Host(builder, typeof(Declared)));
        var app = stack.Emulator.IssueAccessToken(new TokenRequest { Application = WellKnown.DaemonName });

        await stack.ForbidsAsync(app, "user_required", "ByClass");
        await stack.AdmitsAsync(app, "ByMethod");
        Assert.Equal(HttpStatusCode.OK, (await stack.SendAsync(HttpMethod.Get, "ByMethodOpen", token: null)).Status);
    }

    [Fact]
    public async Task A51_a_key_that_does_not_exist_stops_the_start()
    {
        string[] keys = ["AllowedClients:0", "AllowedTenant:0", "AllowWebApiToBeAuthorizedByACL", "Audiance", "AuthorizationDisabled"];

        var error = await Assert.ThrowsAsync<ConfigurationException>(
            () => Stack.StartAsync([.. keys.Select(key => ($"AzureAd:{key}", (string?)"true")), ("AzureAd:Domain", "contoso.example")]));

        Assert.Equal(
            keys.Select(key => $"AzureAd:{key.Split(':')[0]} is not a key of this section").Order(StringComparer.OrdinalIgnoreCase),
            error.Errors.Select(one => one.Split(": correct")[0]).Order(StringComparer.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task A58_logging_of_personal_data_is_only_for_development()
    {
        var error = await Assert.ThrowsAsync<ConfigurationException>(() => Stack.StartAsync(InProduction, ("AzureAd:EnablePiiLogging", "true")));
        Assert.StartsWith("AzureAd:EnablePiiLogging is only for development", Assert.Single(error.Errors), StringComparison.Ordinal);

        try
        {
            await using var development = await Stack.StartAsync(("AzureAd:EnablePiiLogging", "true"));
            Assert.True(IdentityModelEventSource.ShowPII);

            error = await Assert.ThrowsAsync<ConfigurationException>(() => Stack.StartAsync(InProduction));
            Assert.StartsWith("IdentityModelEventSource.ShowPII is only for development", Assert.Single(error.Errors), StringComparison.Ordinal);
        }
        finally
        {
            IdentityModelEventSource.ShowPII = false;
        }

        await using var production = await Stack.StartAsync(InProduction);
        await production.AdmitsAsync(production.Emulator.IssueAccessToken("alice"));
    }

    private static void InProduction(AppSetup builder) => builder.Services.AddSingleton<IHostEnvironment>(new HostingEnvironment
    {
        EnvironmentName = Environments.Production,
        ApplicationName = builder.Environment.ApplicationName,
        ContentRootPath = builder.Environment.ContentRootPath,
        ContentRootFileProvider = builder.Environment.ContentRootFileProvider,
    });

    private static HttpResponseData Ok(HttpRequestData request) => request.CreateResponse(HttpStatusCode.OK);

#pragma warning disable CA1034 // The worker calls public types alone, and these are part of the tests' sentences.
    public static class WithoutDeclaration
    {
        [Function("Forgotten")]
        public static HttpResponseData Run([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequestData request) => Ok(request);
    }

    public static class WithEmptyScope
    {
        [Function("EmptyScope")]
        [RequiredScope("")]
        public static HttpResponseData Run([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequestData request) => Ok(request);
    }

    public static class WithEmptyRole
    {
        [Function("EmptyRole")]
        [RequiredAppRole("Role", " ")]
        public static HttpResponseData Run([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequestData request) => Ok(request);
    }

    public static class WithNothing
    {
        [Function("NoScope")]
        [RequiredScope]
        public static HttpResponseData Run([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequestData request) => Ok(request);
    }

    public static class WithTwoInOne
    {
        [Function("TwoInOne")]
        [RequiredScope("one two")]
        public static HttpResponseData Run([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequestData request) => Ok(request);
    }

    public static class OpenAndClosed
    {
        [Function("OpenAndClosed")]
        [AllowAnonymous]
        [RequiredScope("access_as_user")]
        public static HttpResponseData Run([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequestData request) => Ok(request);
    }

    [AllowAnonymous]
    public class OpenParent;

    public class Derived : OpenParent
    {
        [Function("Derived")]
        public HttpResponseData Run([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequestData request) => Ok(request);
    }

    [RequiredScope("access_as_user")]
    public static class Declared
    {
        [Function("ByClass")]
        public static HttpResponseData Run([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequestData request) => Ok(request);

        [Function("ByMethod")]
        [RequiredAppRole("Functions.Read.All")]
        public static HttpResponseData ByMethod([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequestData request) => Ok(request);

        [Function("ByMethodOpen")]
        [AllowAnonymous]
        public static HttpResponseData ByMethodOpen([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequestData request) => Ok(request);
    }
#pragma warning restore CA1034
}

/// <summary>Tests that throw a switch of the whole process: nothing else runs meanwhile.</summary>
[CollectionDefinition(nameof(ProcessWideSwitches), DisableParallelization = true)]
public sealed class ProcessWideSwitches;
