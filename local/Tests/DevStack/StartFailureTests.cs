using DevStack.Output;
using DevStack.Startup;
using Microsoft.Extensions.Options;

namespace Local.Tests.DevStack;

public sealed class StartFailureTests
{
    [Fact]
    public void Several_failures_are_a_line_each()
    {
        var failure = new AggregateException(
            new OptionsValidationException("AzureAd", typeof(object), ["AzureAd:ClientId is missing.", "AzureAd:TenantId is missing."]),
            new StartException("Port 1 is taken.", new IOException()));

        Assert.Equal(
            ["AzureAd:ClientId is missing.", "AzureAd:TenantId is missing.", "Port 1 is taken."],
            StartFailure.Explain(failure)!.Split(Environment.NewLine));
    }

    [Fact]
    public void A_failure_that_nobody_foresaw_keeps_its_stack_trace()
    {
        Assert.Null(StartFailure.Explain(new FormatException()));
        Assert.Null(StartFailure.Explain(new AggregateException(new StartException("Port 1 is taken.", new IOException()), new FormatException())));
    }
}
