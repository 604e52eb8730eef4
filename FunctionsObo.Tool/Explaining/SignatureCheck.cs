using FunctionsObo.Authentication;
using FunctionsObo.Authentication.Metadata;
using FunctionsObo.Registration;
using FunctionsObo.Tool.Cloud;
using FunctionsObo.Tool.Output;
using FunctionsObo.Tool.Settings;
using Microsoft.Extensions.DependencyInjection;

namespace FunctionsObo.Tool.Explaining;

/// <summary>Whether the identity platform of the settings signed a token. Its keys are fetched, the token goes nowhere.</summary>
internal static class SignatureCheck
{
    private const string Kind = "signature";

    /// <returns>What came of it, for each token, and whether the API would refuse one for it.</returns>
    public static async Task<(IReadOnlyList<Explanation> Explanations, bool IsRefused)> OfAsync(
        IReadOnlyList<string> tokens, AppSettings settings, CloudAddresses? emulator, Terminal terminal, CancellationToken cancellationToken)
    {
        var services = AppServices.Of(settings);
        if (emulator is not null) services.AddHttpClient(IdentityPlatform.HttpClientName).ConfigurePrimaryHttpMessageHandler(() => CloudConnection.Handler(emulator, terminal));
        await using var engine = services.BuildServiceProvider();
        PlatformMetadata metadata;
        if (StartRules.Errors(settings).Count > 0) return ([new(Kind, "not checked", "The settings do not say whose keys to fetch, or have errors.", "functions-obo settings says which.")], false);
        try
        {
            metadata = await engine.GetRequiredService<MetadataReader>().ReadAsync(cancellationToken);
        }
        catch (Exception unread) when (!cancellationToken.IsCancellationRequested) // of whatever type: a library's, about a document that it cannot read
        {
            return ([new(Kind, "not checked", $"The keys of {Shown.Of(settings.AzureAd().Instance)} cannot be had ({unread.GetType().Name}).", "functions-obo doctor says why.")], false);
        }

        var checkedOnes = tokens.Select(token => Check(token, metadata, engine.GetRequiredService<SignatureVerifier>())).ToList();
        return ([.. checkedOnes.Select(one => one.Explanation)], checkedOnes.Exists(one => one.IsRefused));
    }

    private static (Explanation Explanation, bool IsRefused) Check(string token, PlatformMetadata metadata, SignatureVerifier verifier)
    {
        if (UnverifiedToken.Read(token, TokenJudge.AllAlgorithms).Token is not { } read) return (new(Kind, "not checked", "The token cannot be read, or says of no algorithm that is known here.", null), true);
        var name = Shown.Of(read.Header.KeyId);
        if (!metadata.Keys.TryGetValue(read.Header.KeyId, out var key))
            return (new(Kind, "of nobody known", $"The identity platform publishes no key {name}: another one signed it, or the key was taken back.", "Get a new token, from the identity platform of the settings."), true);
        return verifier.IsSignedWith(token, key)
            ? (new(Kind, "good", $"The identity platform signed it, with its key {name}.", null), false)
            : (new(Kind, "wrong", $"It is not by key {name}, which it names: the token was changed, or made by somebody else. A token for Microsoft Graph can be checked only by Graph.", "Get a new token for this API."), true);
    }
}
