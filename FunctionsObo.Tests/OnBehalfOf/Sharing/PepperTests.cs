using System.Net;
using FunctionsObo.OnBehalfOf;
using FunctionsObo.Registration;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using TestSupport;
using TestSupport.Stores;

namespace FunctionsObo.Tests.OnBehalfOf.Sharing;

/// <summary>A secret of the app beside the user's token, and what stops the start.</summary>
public sealed class PepperTests
{
    private static readonly string Old = Convert.ToBase64String(new byte[32]);
    private static readonly string New = Convert.ToBase64String([.. Enumerable.Repeat((byte)1, 32)]);

    [Fact]
    public async Task What_was_written_with_one_pepper_is_found_with_it_and_while_it_is_the_previous_one()
    {
        string?[] pepper = [Old, null];
        await using var instances = await Instances.StartAsync(configure: setup => setup.Configuration.AddInMemoryCollection(
        [
            new("DistributedTokenCache:Pepper", pepper[0]),
            .. pepper[1] is { } previous ? [new KeyValuePair<string, string?>("DistributedTokenCache:PreviousPepper", previous)] : Array.Empty<KeyValuePair<string, string?>>(),
        ]));
        var token = instances.Stack.Emulator.IssueAccessToken("alice");
        await CallAsync(instances, 0, token);
        await Eventually.TrueAsync(() => instances.Store.Entries.Count == 1);
        await CallAsync(instances, 1, token);
        Assert.Equal(1, instances.Exchanges);

        pepper = [New, Old];
        await CallAsync(instances, await instances.AddAsync(), token);
        Assert.Equal(1, instances.Exchanges);
        pepper = [New, null];
        await CallAsync(instances, await instances.AddAsync(), token);
        Assert.Equal(2, instances.Exchanges);
        await Eventually.TrueAsync(() => instances.Store.Entries.Count == 2);
    }

    [Theory]
    [InlineData("DistributedTokenCache:Pepper", "short", "DistributedTokenCache:Pepper must be base64 of 32 random bytes")]
    [InlineData("DistributedTokenCache:PreviousPepper", "c2hvcnQ=", "DistributedTokenCache:PreviousPepper must be the value")]
    [InlineData("DistributedTokenCache:LookupBudget", "00:00:30", "DistributedTokenCache:LookupBudget must be from")]
    [InlineData("DistributedTokenCache:CircuitBreak", "00:00:00", "DistributedTokenCache:CircuitBreak must be from")]
    [InlineData("DistributedTokenCache:PurgePollInterval", "1.00:00:00", "DistributedTokenCache:PurgePollInterval must be from")]
    [InlineData("DistributedTokenCache:LookUpTime", "1", "DistributedTokenCache:LookUpTime is not a key of this section")]
    public async Task A_setting_that_cannot_be_meant_stops_the_start_and_is_not_repeated(string key, string value, string error)
    {
        var thrown = await Assert.ThrowsAsync<ConfigurationException>(() => Instances.StartAsync(settings: [(key, value)]));

        var one = Assert.Single(thrown.Errors);
        Assert.StartsWith(error, one, StringComparison.Ordinal);
        if (key.EndsWith("Pepper", StringComparison.Ordinal)) Assert.DoesNotContain(value, one, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_pepper_twice_stops_the_start()
    {
        var thrown = await Assert.ThrowsAsync<ConfigurationException>(() => Instances.StartAsync(settings: [("DistributedTokenCache:Pepper", Old), ("DistributedTokenCache:PreviousPepper", Old)]));

        Assert.Contains("is the same", Assert.Single(thrown.Errors), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_section_without_a_store_stops_the_start()
    {
        var thrown = await Assert.ThrowsAsync<ConfigurationException>(() => Stack.StartAsync(("DistributedTokenCache:LookupBudget", "00:00:00.1")));

        Assert.Equal("DistributedTokenCache is read by nobody: call AddDistributedTokenCache(), or remove the section.", Assert.Single(thrown.Errors));
    }

    [Fact]
    public async Task A_store_of_a_cache_that_is_not_there_stops_the_start()
    {
        var thrown = await Assert.ThrowsAsync<ConfigurationException>(() => Stack.StartAsync(setup => setup.Services.AddDistributedTokenCache()));

        Assert.StartsWith("AddDistributedTokenCache needs a distributed cache", Assert.Single(thrown.Errors), StringComparison.Ordinal);
    }

    [Fact]
    public void A_second_store_is_refused()
    {
        var services = new ServiceCollection().AddDistributedTokenCache(_ => new MemoryTokenStore(TimeProvider.System));

        Assert.Throws<InvalidOperationException>(() => services.AddDistributedTokenCache());
    }

    private static async Task CallAsync(Instances instances, int instance, string token) => Assert.Equal(HttpStatusCode.OK, (await instances.GetAsync(instance, "me", token)).Status);
}
