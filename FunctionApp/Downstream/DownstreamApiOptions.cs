namespace FunctionApp.Downstream;

/// <summary>One downstream API: section <c>DownstreamApis:{Name}</c>, with the key names of Microsoft.Identity.Web.</summary>
public sealed class DownstreamApiOptions
{
    public const string Section = "DownstreamApis";

    /// <summary>Required. The absolute URL that all paths are under; https, or http on this machine.</summary>
    public string BaseUrl { get; set; } = "";

    /// <summary>Required. The delegated permissions to ask for, as an array: <c>https://graph.microsoft.com/User.Read</c>, <c>api://{id}/Orders.Read</c>.</summary>
    public IList<string> Scopes { get; set; } = [];

    /// <summary>How long one call may take. 100 milliseconds to 10 minutes, default 30 seconds.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>The most bytes that an answer may have after decompression. 1 KiB to 1 GiB, default 10 MiB.</summary>
    public long MaxResponseBytes { get; set; } = 10 * 1024 * 1024;
}
