using Azure.Core;
using Azure.Identity;

namespace FunctionsObo.Tool.Cloud;

/// <summary>Tokens of the emulator's users, which it hands out at <c>/dev/token</c>: there is nothing to sign in with.</summary>
internal sealed class EmulatorCredential(CloudChoice cloud, HttpClient http, string? client) : TokenCredential
{
    /// <summary>What the emulator's Graph has for whoever registers applications; <c>.default</c> is what the Azure CLI has in Entra.</summary>
    private const string DirectoryScopes = "Application.ReadWrite.All DelegatedPermissionGrant.ReadWrite.All AppRoleAssignment.ReadWrite.All Organization.Read.All User.Read User.Read.All";

    public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
        throw new NotSupportedException("Tokens are asked for asynchronously.");

    public override async ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken)
    {
        using var answer = await AskAsync(requestContext.Scopes[0], cancellationToken);
        var text = (await answer.Content.ReadAsStringAsync(cancellationToken)).Trim();
        if (!answer.IsSuccessStatusCode) throw new AuthenticationFailedException($"The emulator answered {(int)answer.StatusCode}: {Output.Shown.Of(text)}");
        return new AccessToken(text, DateTimeOffset.MaxValue);
    }

    private async Task<HttpResponseMessage> AskAsync(string scope, CancellationToken cancellationToken)
    {
        try
        {
            return await http.GetAsync(new Uri(cloud.Addresses.Authority, $"dev/token?{Query(scope)}"), cancellationToken);
        }
        catch (HttpRequestException unreachable)
        {
            throw new AuthenticationFailedException(
                $"The emulator does not answer at {cloud.Addresses.Authority}: start it with 'dotnet run --project local/DevHost', which also writes {CloudConnection.CertificateFile}.", unreachable);
        }
    }

    private string Query(string scope)
    {
        var (audience, name) = ScopeName.Of(scope, cloud.Addresses.GraphAudience);
        var isGraph = audience == cloud.Addresses.GraphAudience;
        var parameters = new List<(string Name, string? Value)>
        {
            ("user", cloud.User),
            ("tenant", cloud.Tenant),
            ("client", client),
            ("audience", isGraph ? "graph" : audience),
            ("scope", name != ScopeName.Default ? name : isGraph ? DirectoryScopes : null),
            ("xms_cc", "cp1"),
        };
        return string.Join('&', parameters.Where(one => one.Value is not null).Select(one => $"{one.Name}={Uri.EscapeDataString(one.Value!)}"));
    }
}
