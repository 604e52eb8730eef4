using System.Diagnostics;
using FunctionsObo.OpenTelemetry;

namespace FunctionsObo.Tests.Exports;

public sealed class OwnCallsTests
{
    [Theory]
    [InlineData("http://127.0.0.1:41215/AzureFunctionsRpcMessages.FunctionRpc/EventStream", false)]
    [InlineData("https://westeurope-5.in.applicationinsights.azure.com/v2.1/track", false)]
    [InlineData("https://graph.microsoft.com/v1.0/me", true)]
    public void Only_calls_of_functions_are_exported(string address, bool exported)
    {
        using var source = new ActivitySource($"own-calls-{Guid.NewGuid()}");
        using var listener = new ActivityListener
        {
            ShouldListenTo = one => one == source,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
        };
        ActivitySource.AddActivityListener(listener);
        using var span = source.StartActivity("POST", ActivityKind.Client)!.SetTag("url.full", address);

        new OwnCalls().OnEnd(span);

        Assert.Equal(exported, span.Recorded);
    }
}
