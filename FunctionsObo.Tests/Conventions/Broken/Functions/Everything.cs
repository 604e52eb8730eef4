using EntraEmulator.Faults;
using FunctionsObo.Tests.Conventions.Broken.Caching;
using Microsoft.Identity.Client;
using Microsoft.IdentityModel.Tokens;
using Npgsql;
using OpenTelemetry.Trace;
using Polly;

namespace FunctionsObo.Tests.Conventions.Broken.Functions;

/// <summary>A function that knows what it must not, and knows it where it is easily overlooked.</summary>
internal sealed class Everything
{
    public Func<Task<string>> Msal { get; } = async () =>
    {
        await Task.Yield();
        return nameof(Msal) + new AuthenticationResult("", isExtendedLifeTimeToken: false, "", default, default, "", account: null, "", [], default).AccessToken;
    };

    public IEnumerable<object> Libraries()
    {
        yield return new SymmetricSecurityKey([1]);
        yield return ResiliencePipeline.Empty;
        yield return new AlwaysOnSampler();
        yield return new NpgsqlConnectionStringBuilder();
    }

    public string LocalStack() => new Fault().ToString() + new Loose();
}
