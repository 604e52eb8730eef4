using Azure.Core;
using FunctionsObo.Tool.Cloud;

namespace FunctionsObo.Tool.Tokens;

/// <summary>Tokens of one user for one scope.</summary>
/// <param name="signIn">How the user signs in.</param>
/// <param name="scope">What the tokens are for.</param>
/// <param name="client">The client that the user signs in to; null for that of the Azure CLI.</param>
internal sealed class UserTokens(SignIn signIn, string scope, string? client)
{
    /// <param name="claims">What a challenge asked for; null without one.</param>
    /// <param name="cancellationToken">Ctrl+C.</param>
    /// <exception cref="SignInException">Nobody signed in.</exception>
    public Task<AccessToken> GetAsync(string? claims, CancellationToken cancellationToken) => signIn.GetTokenAsync(scope, client, claims, cancellationToken);
}
