using System.IdentityModel.Tokens.Jwt;
using Microsoft.Identity.Client;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;
using TestSupport;

namespace FunctionsObo.Benchmarks.Support;

/// <summary>
/// Per request what Microsoft's pages show: validate the token with the handler, then ask MSAL, which answers from its own
/// in-memory cache (https://learn.microsoft.com/entra/identity-platform/v2-oauth2-on-behalf-of-flow). Handler, parameters and
/// client are made once.
/// </summary>
internal sealed class DocumentedWay : IMsalHttpClientFactory, IDisposable
{
    private static readonly string[] Scopes = [.. Rig.Graph.Scopes];

    private readonly JwtSecurityTokenHandler _handler = new();
    private readonly ConfigurationManager<OpenIdConnectConfiguration> _metadata;
    private readonly IConfidentialClientApplication _client;
    private readonly HttpClient _tokenEndpoint;
    private readonly TokenValidationParameters _parameters;

    public DocumentedWay(Rig rig)
    {
        var authority = $"{rig.Emulator.Address}{WellKnown.ContosoTenantId}";
        _metadata = new($"{authority}/v2.0/.well-known/openid-configuration", new OpenIdConnectConfigurationRetriever(), rig.Emulator.CreateClient());
        _tokenEndpoint = new HttpClient(rig.Stub, disposeHandler: false);
        _client = ConfidentialClientApplicationBuilder.Create(WellKnown.FunctionAppClientId)
            .WithAuthority(authority, validateAuthority: false)
            .WithClientSecret(WellKnown.FunctionAppSecret)
            .WithInstanceDiscovery(false)
            .WithHttpClientFactory(this)
            .WithLegacyCacheCompatibility(false)
            .Build();

        var configuration = _metadata.GetConfigurationAsync().GetAwaiter().GetResult();
        _parameters = new TokenValidationParameters
        {
            ValidIssuer = configuration.Issuer,
            ValidAudience = WellKnown.FunctionAppClientId,
            IssuerSigningKeys = configuration.SigningKeys,
        };
    }

    public HttpClient GetHttpClient() => _tokenEndpoint;

    public void Dispose() => _tokenEndpoint.Dispose();

    public SecurityToken Validate(string token)
    {
        _handler.ValidateToken(token, _parameters, out var validated);
        return validated;
    }

    public async Task<AuthenticationResult> RunAsync(string token)
    {
        await _metadata.GetConfigurationAsync();
        Validate(token);
        return await _client.AcquireTokenOnBehalfOf(Scopes, new UserAssertion(token)).WithTenantId(WellKnown.ContosoTenantId).ExecuteAsync();
    }
}
