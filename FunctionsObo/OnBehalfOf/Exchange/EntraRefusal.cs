using FunctionsObo.Logging;
using FunctionsObo.OnBehalfOf.Credentials;
using FunctionsObo.Registration;
using Microsoft.Identity.Client;

namespace FunctionsObo.OnBehalfOf.Exchange;

/// <summary>Says for a log why there was no token.</summary>
internal static class EntraRefusal
{
    /// <param name="thrown">What MSAL threw, or what made it impossible to ask.</param>
    public static OurText Describe(Exception thrown) => thrown switch
    {
        CredentialUnavailableException unavailable => unavailable.Description,
        ConfigurationException unusable => OurText.Of(unusable),
        TokenCircuitOpenException circuit => OurText.Of($"the token endpoint has kept failing and is not asked: circuit open for {circuit.Wait.TotalSeconds:0.#} s"),
        TokenEndpointException endpoint => endpoint.Description,
        MsalServiceException { StatusCode: > 0 } answered => EntraAnswer.Read(answered.ResponseBody).Describe(answered.StatusCode),
        MsalException failed => NetworkFault.Of(failed) ?? OurText.Of($"{OwnName.Of(failed.ErrorCode)}"),
        _ => NetworkFault.Of(thrown) ?? OurText.Of($"{OwnName.Of(thrown)}"),
    };

    /// <summary>The AADSTS numbers of an answer; none for anything else.</summary>
    public static IReadOnlyList<int> Numbers(Exception thrown) =>
        thrown is MsalServiceException answered ? EntraAnswer.Read(answered.ResponseBody).Numbers : [];
}
