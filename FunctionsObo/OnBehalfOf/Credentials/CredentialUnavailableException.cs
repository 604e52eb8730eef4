using Microsoft.Identity.Client;

namespace FunctionsObo.OnBehalfOf.Credentials;

/// <summary>Whoever signs for the app gives no assertion at the moment. The token endpoint was not asked, so it is no failure of it.</summary>
/// <param name="credential">The kind of credential.</param>
/// <param name="failure">What is wrong, in a word; no text of others.</param>
/// <param name="cause">What was thrown; null when nothing was.</param>
internal sealed class CredentialUnavailableException(string credential, string failure, Exception? cause = null)
    : Exception($"{credential}: {failure}", cause)
{
    /// <summary>Of what was thrown it names the error code or the type.</summary>
    public CredentialUnavailableException(string credential, Exception cause)
        : this(credential, cause is MsalException { ErrorCode: { } code } ? code : cause.GetType().Name, cause)
    {
    }
}
