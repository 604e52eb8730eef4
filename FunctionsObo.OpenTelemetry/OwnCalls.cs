using System.Diagnostics;
using OpenTelemetry;

namespace FunctionsObo.OpenTelemetry;

/// <summary>
/// Leaves out the spans of calls that no function makes: the worker's stream to its host, and what Azure Monitor's exporter sends later from its disk,
/// outside of the scope in which OpenTelemetry suppresses them.
/// </summary>
internal sealed class OwnCalls : BaseProcessor<Activity>
{
    private static readonly string[] Paths = ["/AzureFunctionsRpcMessages.FunctionRpc/", "/v2.1/track", "/QuickPulseService.svc/"];

    public override void OnEnd(Activity data)
    {
        if (data.Kind != ActivityKind.Client || data.GetTagItem("url.full") is not string address) return;

        foreach (var path in Paths)
        {
            if (address.Contains(path, StringComparison.Ordinal)) data.ActivityTraceFlags &= ~ActivityTraceFlags.Recorded; // exporters ask for it
        }
    }
}
