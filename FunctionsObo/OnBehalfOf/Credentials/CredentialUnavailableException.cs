using FunctionsObo.Logging;
using Microsoft.Identity.Client;

namespace FunctionsObo.OnBehalfOf.Credentials;

/// <summary>Whoever signs for the app gives no assertion at the moment. The token endpoint was not asked, so it is no failure of it.</summary>
/// <param name="description">The kind of credential, what is wrong, and what to do.</param>
/// <param name="cause">What was thrown; null when nothing was.</param>
internal sealed class CredentialUnavailableException(OurText description, Exception? cause = null) : Exception(description.ToString(), cause)
{
    /// <summary>What is wrong, for a log.</summary>
    public OurText Description => description;

    /// <summary>Of what was thrown it names the error code or the type, and the network's reason.</summary>
    /// <param name="credential">The kind of credential.</param>
    /// <param name="cause">What was thrown.</param>
    /// <param name="fix">What to do.</param>
    public static CredentialUnavailableException For(OwnName credential, Exception cause, OurText fix)
    {
        var code = cause is MsalException { ErrorCode: { } known } ? OwnName.Of(known) : OwnName.Of(cause);
        var network = NetworkFault.Of(cause) is { } reason ? OurText.Of($", {reason}") : default;
        return new(OurText.Of($"{credential}: {code}{network}. {fix}"), cause);
    }
}
