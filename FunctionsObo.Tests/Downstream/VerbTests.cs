using System.Net;
using FunctionApp.Clients.Orders;
using FunctionApp.Functions;
using FunctionsObo.Downstream;
using FunctionsObo.Errors;
using TestSupport;

namespace FunctionsObo.Tests.Downstream;

public sealed class VerbTests
{
    [Fact]
    public async Task Every_verb_sends_its_method_and_json_and_reads_the_answer()
    {
        var api = new ScriptedApi();
        var order = new NewOrder("Lamp", 2, "blue");
        var (body, answer) = (OrdersJson.Default.NewOrder, OrdersJson.Default.OrderTotals);

        Assert.Equal(3, (await api.Api.GetAsync("a", ScriptedApi.Alice, answer, CancellationToken.None)).Pieces);
        Assert.Equal(3, (await api.Api.PostAsync("b", order, ScriptedApi.Alice, body, answer, CancellationToken.None)).Pieces);
        Assert.Equal(3, (await api.Api.PutAsync("c", order, CallAs.App, body, answer, CancellationToken.None)).Pieces);
        Assert.Equal(3, (await api.Api.PatchAsync("d", order, CallAs.App, body, answer, CancellationToken.None)).Pieces);
        await api.Api.DeleteAsync("e", CallAs.App, CancellationToken.None);

        Assert.Equal(
            ["GET a", "POST b", "PUT c", "PATCH d", "DELETE e"],
            api.Seen.Select(request => $"{request.Method} {request.RequestUri!.AbsoluteUri[ScriptedApi.BaseUrl.Length..]}"));
        foreach (var written in api.Seen[1..4])
        {
            Assert.Equal("""{"product":"Lamp","quantity":2,"note":"blue"}""", await written.Content!.ReadAsStringAsync());
            Assert.Equal(("application/json", 45L), (written.Content.Headers.ContentType!.MediaType, written.Content.Headers.ContentLength));
        }
    }

    [Fact]
    public async Task Another_origin_is_out_of_reach_even_for_the_general_method()
    {
        var api = new ScriptedApi();

        await Assert.ThrowsAsync<UnusablePathException>(() => api.Api.SendAsync(HttpMethod.Get, "https://evil.example/", CallAs.App, null, CancellationToken.None));

        Assert.Empty(api.Seen);
        Assert.Empty(api.TokensAskedFor);
    }

    [Fact]
    public async Task A_failure_has_no_word_of_the_answer_in_it()
    {
        var api = new ScriptedApi().Then(HttpStatusCode.BadRequest, "somebody else's secret");

        var failure = await Assert.ThrowsAsync<DownstreamException>(() => api.Api.DeleteAsync("orders/1", CallAs.App, CancellationToken.None));

        Assert.Equal("Orders failed.", failure.Message);
        Assert.DoesNotContain("secret", failure.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<html>secret</html>")]
    [InlineData("""{"users":"secret"}""")]
    [InlineData("""{"users":1,"secret":""")]
    public async Task An_unreadable_answer_is_not_quoted(string body)
    {
        var api = new ScriptedApi().Then(HttpStatusCode.OK, body);

        var failure = await Assert.ThrowsAsync<DownstreamException>(() => api.Api.GetAsync("orders/summary", CallAs.App, OrdersJson.Default.OrderTotals, CancellationToken.None));

        Assert.Equal(FailureCause.Unreadable, failure.Cause);
        Assert.DoesNotContain("secret", failure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Who_is_called_as_is_not_in_doubt()
    {
        Assert.Equal("App", CallAs.App.ToString());
        Assert.Equal(CallAs.FromCaller(ScriptedApi.Alice), (CallAs)ScriptedApi.Alice);
        Assert.NotEqual(CallAs.App, (CallAs)ScriptedApi.Alice);
        Assert.NotEqual(CallAs.App, CallAs.AppIn("tenant"));
        Assert.Throws<ArgumentNullException>(() => CallAs.FromCaller(null!));
    }
}
