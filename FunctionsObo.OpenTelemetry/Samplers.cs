using Microsoft.Extensions.Configuration;
using OpenTelemetry.Trace;

namespace FunctionsObo.OpenTelemetry;

/// <summary>The sampler by its standard name (https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/#general-sdk-configuration).</summary>
internal static class Samplers
{
    public static Sampler Of(IConfiguration configuration)
    {
        var ratio = ExportRules.Ratio(configuration["OTEL_TRACES_SAMPLER_ARG"]) ?? 1;
        return configuration["OTEL_TRACES_SAMPLER"]?.ToLowerInvariant() switch
        {
            "always_on" => new AlwaysOnSampler(),
            "always_off" => new AlwaysOffSampler(),
            "traceidratio" => new TraceIdRatioBasedSampler(ratio),
            "parentbased_always_off" => new ParentBasedSampler(new AlwaysOffSampler()),
            "parentbased_traceidratio" => new ParentBasedSampler(new TraceIdRatioBasedSampler(ratio)),
            _ => new ParentBasedSampler(new AlwaysOnSampler()),
        };
    }
}
