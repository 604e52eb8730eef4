using System.Diagnostics;
using FunctionsObo.Authentication;

namespace FunctionsObo.Tests.Authentication;

public sealed class TraceOnlyPropagatorTests
{
    [Fact]
    public void Only_the_ids_of_the_trace_go_to_the_identity_platform()
    {
        using var activity = new Activity("request") { TraceStateString = "vendor=of-the-caller" }.AddBaggage("user", "alice").Start();
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);

        new TraceOnlyPropagator().Inject(activity, fields, (_, name, value) => fields.Add(name, value));

        Assert.Equal(new Dictionary<string, string> { ["traceparent"] = activity.Id! }, fields);
    }
}
