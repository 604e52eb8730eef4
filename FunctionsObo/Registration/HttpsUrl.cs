namespace FunctionsObo.Registration;

/// <summary>Which addresses in the configuration may carry tokens.</summary>
internal static class HttpsUrl
{
    /// <summary>Absolute, https (http only on this machine), without query, fragment and user.</summary>
    public static bool IsPlain(string value) =>
        Uri.TryCreate(value, UriKind.Absolute, out var url)
        && (url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && url.IsLoopback))
        && url.Query.Length == 0 && url.Fragment.Length == 0 && url.UserInfo.Length == 0;
}
