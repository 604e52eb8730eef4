using FunctionsObo.OnBehalfOf.Exchange;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Logging;

namespace FunctionsObo.Registration;

/// <summary>
/// Checks at start what the values of section AzureAd do not show: a key that does not exist, and so a restriction that its
/// author believes in and nobody enforces; and settings that are for a developer's machine alone.
/// </summary>
internal sealed class AzureAdSectionValidator(IConfiguration configuration, IHostEnvironment environment) : IValidateOptions<AzureAdOptions>
{
    private static readonly string[] Keys =
        [.. typeof(AzureAdOptions).GetProperties().Where(property => property.CanWrite).Select(property => property.Name)];

    /// <summary>Keys of Microsoft.Identity.Web that say nothing about an API like this one, and come along with copied sections.</summary>
    private static readonly string[] Ignored = ["Domain", "CallbackPath", "SignedOutCallbackPath", "Scopes"];

    public ValidateOptionsResult Validate(string? name, AzureAdOptions options)
    {
        var errors = new List<string>();
        foreach (var key in configuration.GetSection(AzureAdOptions.Section).GetChildren().Select(child => child.Key))
        {
            if (!Keys.Contains(key, StringComparer.OrdinalIgnoreCase) && !Ignored.Contains(key, StringComparer.OrdinalIgnoreCase))
                errors.Add($"AzureAd:{key} is not a key of this section: correct or remove it. There are {string.Join(", ", Keys)}.");
        }

        if (!environment.IsDevelopment())
        {
            if (options.EnablePiiLogging) errors.Add("AzureAd:EnablePiiLogging is for development alone: remove it, or logs would hold personal data.");
            if (IdentityModelEventSource.ShowPII) errors.Add("IdentityModelEventSource.ShowPII is for development alone: do not set it, or logs would hold personal data.");
        }

        if (options.ResourceUrl is { Length: > 0 } url && !IsPublicAddress(url))
            errors.Add("AzureAd:ResourceUrl must be an absolute https URL without query and fragment (http on this machine alone), for example https://orders.contoso.com/api.");
        if (options.ResourceName is { Length: 0 }) errors.Add("AzureAd:ResourceName is empty: remove the key to use the application's name.");
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }

    private static bool IsPublicAddress(string value) =>
        Uri.TryCreate(value, UriKind.Absolute, out var url)
        && (url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && url.IsLoopback))
        && url.Query.Length == 0 && url.Fragment.Length == 0 && url.UserInfo.Length == 0;
}
