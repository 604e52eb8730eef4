using TestSupport;

namespace Local.Tests.DevStack.Support;

/// <summary>The settings for a real tenant as README's steps make them, with ids that somebody has invented.</summary>
internal static class TenantSettings
{
    public const string TenantId = "5e1f0000-0000-4000-8000-00000000000a";
    public const string ClientId = "5e1f0000-0000-4000-8000-00000000000b";

    /// <summary>A machine from which no web address is reached.</summary>
    public static IReadOnlyDictionary<string, string> Offline { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["HTTPS_PROXY"] = "http://127.0.0.1:1",
        ["NO_PROXY"] = "localhost,127.0.0.1",
    };

    public static string Text() => File.ReadAllText(Repository.PathOf("tenant.settings.sample.json"))
        .Replace("{tenant id}", TenantId, StringComparison.Ordinal)
        .Replace("{client id}", ClientId, StringComparison.Ordinal)
        .Replace("{secret}", "not a secret of anybody", StringComparison.Ordinal);

    /// <summary>A token as the tenant would give it, but for its signature.</summary>
    public static string Token()
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        return string.Join('.', Part("""{"alg":"RS256","typ":"JWT","kid":"key"}"""), Part($$"""
            {
              "aud": "{{ClientId}}", "iss": "https://login.microsoftonline.com/{{TenantId}}/v2.0", "tid": "{{TenantId}}", "oid": "{{TenantId}}", "sub": "somebody",
              "azp": "{{ClientId}}", "azpacr": "0", "scp": "access_as_user", "ver": "2.0", "iat": {{now}}, "nbf": {{now}}, "exp": {{now + 3600}}
            }
            """), Part(new string('s', 256)));
    }

    private static string Part(string text) => System.Buffers.Text.Base64Url.EncodeToString(System.Text.Encoding.UTF8.GetBytes(text));
}
