using Azure.Core;
using Azure.Identity;
using FunctionsObo.Logging;

namespace FunctionsObo.PostgreSql;

/// <summary>Where the password of a new connection comes from, when it is not in the connection string. It may block, as connections are made on threads for that.</summary>
internal static class PasswordSource
{
    /// <param name="options">The options.</param>
    /// <param name="time">For the end of a token.</param>
    /// <returns>Null if the connection string has all that is needed.</returns>
    public static Func<string>? Of(PostgreSqlTokenCacheOptions options, TimeProvider time) =>
        options.PasswordFile is { } file ? () => Read(file)
        : options.UseEntra ? new EntraPassword(new DefaultAzureCredential(new DefaultAzureCredentialOptions { ManagedIdentityClientId = options.ManagedIdentityClientId }), time).Get
        : null;

    private static string Read(string file)
    {
        try
        {
            return File.ReadAllText(file).TrimEnd('\r', '\n');
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new PasswordUnavailableException(OurText.Of($"PostgreSqlTokenCache:PasswordFile cannot be read: let it be there, readable for this app"), unreadable);
        }
    }
}

/// <summary>
/// An access token of the app itself as the password (https://learn.microsoft.com/azure/postgresql/flexible-server/security-entra-concepts). The server looks at it only when a
/// connection is made.
/// </summary>
/// <param name="credential">Who the app is.</param>
/// <param name="time">For the end of a token.</param>
internal sealed class EntraPassword(TokenCredential credential, TimeProvider time)
{
    private static readonly TokenRequestContext Database = new(["https://ossrdbms-aad.database.windows.net/.default"]);
    private static readonly TimeSpan MostToWait = TimeSpan.FromSeconds(10);

    /// <summary>A token that ends sooner may have ended when it arrives.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(5);

    private readonly Lock _gate = new();
    private AccessToken _token;

    /// <summary>The one that there is, or a new one; of several callers one asks.</summary>
    /// <exception cref="PasswordUnavailableException">There is none.</exception>
    public string Get()
    {
        lock (_gate)
        {
            if (_token.ExpiresOn - time.GetUtcNow() < Margin) _token = Ask();
            return _token.Token;
        }
    }

    private AccessToken Ask()
    {
        using var limit = new CancellationTokenSource(MostToWait, time);
        try
        {
            return credential.GetToken(Database, limit.Token);
        }
        catch (Exception failure) when (failure is AuthenticationFailedException or OperationCanceledException)
        {
            throw new PasswordUnavailableException(
                OurText.Of($"this app's identity cannot sign in at Entra to reach the database: enable its managed identity, or correct PostgreSqlTokenCache:ManagedIdentityClientId"), failure);
        }
    }
}
