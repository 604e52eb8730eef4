using System.Text;
using FunctionsObo.Logging;
using FunctionsObo.Registration;
using Microsoft.IdentityModel.Protocols;

namespace FunctionsObo.Authentication.Metadata;

/// <summary>
/// Fetches metadata documents: only https, only from the expected hosts, never along a redirect, within a size and a time.
/// </summary>
internal sealed class MetadataDocuments(IHttpClientFactory clients, Predicate<Uri> isTrusted) : IDocumentRetriever
{
    private const int MaximumBytes = 1024 * 1024;

    /// <exception cref="MetadataException">The address is not one to fetch from, or the answer is a redirect.</exception>
    /// <exception cref="UnusableMetadataException">The answer is too large.</exception>
    /// <exception cref="UnansweredException">The identity platform did not answer, or not with 200.</exception>
    public async Task<string> GetDocumentAsync(string address, CancellationToken cancel)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri) || uri.Scheme != Uri.UriSchemeHttps)
            throw new MetadataException(OurText.Of($"an address in the metadata is not https"));
        if (!isTrusted(uri))
            throw new MetadataException(OurText.Of($"the metadata names the host {TheirText.Of(uri.Host)}, which is neither that of AzureAd:Instance nor in AzureAd:AllowedMetadataHosts"));

        try
        {
            return await FetchAsync(uri, cancel);
        }
        catch (Exception failed) when (failed is HttpRequestException or IOException or OperationCanceledException)
        {
            throw new UnansweredException(uri, failed);
        }
    }

    private async Task<string> FetchAsync(Uri uri, CancellationToken cancel)
    {
        using var client = clients.CreateClient(IdentityPlatform.HttpClientName);
        using var response = await client.GetAsync(uri, HttpCompletionOption.ResponseHeadersRead, cancel);
        if ((int)response.StatusCode is >= 300 and < 400 || response.RequestMessage?.RequestUri != uri)
            throw new MetadataException(OurText.Of($"{OwnName.Of(uri.Host)} answered with a redirect; metadata is never fetched along redirects"));
        response.EnsureSuccessStatusCode();

        return await ReadAsync(response, cancel);
    }

    private static async Task<string> ReadAsync(HttpResponseMessage response, CancellationToken cancel)
    {
        await using var body = await response.Content.ReadAsStreamAsync(cancel);
        using var text = new MemoryStream();
        var buffer = new byte[16 * 1024];
        while (await body.ReadAsync(buffer, cancel) is var read and > 0)
        {
            if (text.Length + read > MaximumBytes) throw new UnusableMetadataException(OurText.Of($"a metadata document is larger than 1 MiB"));
            text.Write(buffer, 0, read);
        }

        return Encoding.UTF8.GetString(text.GetBuffer(), 0, (int)text.Length);
    }
}

/// <summary>
/// The metadata was there, and it is not to be trusted: the configuration, or the network, leads to the wrong place. The message
/// says why, in our words.
/// </summary>
internal sealed class MetadataException(OurText reason) : Exception(reason.ToString())
{
    public OurText Reason => reason;

    /// <summary>Whether the issuer is the trouble, and not where a document leads to.</summary>
    public bool IsAboutIssuer { get; init; }
}

/// <summary>The metadata was there, from the right place, and cannot be used: the identity platform's trouble, which passes.</summary>
internal sealed class UnusableMetadataException(OurText reason) : Exception(reason.ToString())
{
    public OurText Reason => reason;
}

/// <summary>There was no answer, or none that is good; what was thrown is in it.</summary>
internal sealed class UnansweredException(Uri address, Exception cause) : Exception("The identity platform did not answer.", cause)
{
    /// <summary>Who was asked.</summary>
    public Uri Address => address;
}
