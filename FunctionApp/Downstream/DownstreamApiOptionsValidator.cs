using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace FunctionApp.Downstream;

/// <summary>
/// Checks section DownstreamApis at start. An API without scopes would be called anonymously, so missing scopes, and scopes that
/// are a string and bind to nothing, are errors.
/// </summary>
internal sealed class DownstreamApiOptionsValidator(string api, IConfiguration configuration) : IValidateOptions<DownstreamApiOptions>
{
    public ValidateOptionsResult Validate(string? name, DownstreamApiOptions options)
    {
        if (name != api) return ValidateOptionsResult.Skip;

        var errors = new List<string>();
        var key = $"{DownstreamApiOptions.Section}:{api}";

        if (options.BaseUrl.Length == 0) errors.Add($"{key}:BaseUrl is missing: set the absolute URL of the API.");
        else if (!IsBaseUrl(options.BaseUrl)) errors.Add($"{key}:BaseUrl must be an absolute https URL (http on this machine alone) without query, fragment and user.");

        if (!string.IsNullOrEmpty(configuration[$"{key}:Scopes"])) errors.Add($"{key}:Scopes must be an array: set {key}:Scopes:0.");
        else if (options.Scopes.Count == 0) errors.Add($"{key}:Scopes is missing: set {key}:Scopes:0 to a permission such as https://graph.microsoft.com/User.Read.");
        for (var i = 0; i < options.Scopes.Count; i++)
        {
            if (string.IsNullOrWhiteSpace(options.Scopes[i]) || options.Scopes[i].Any(char.IsWhiteSpace)) errors.Add($"{key}:Scopes:{i} must be one permission without white space.");
        }

        if (options.Timeout < TimeSpan.FromMilliseconds(100) || options.Timeout > TimeSpan.FromMinutes(10)) errors.Add($"{key}:Timeout must be from 00:00:00.1 to 00:10:00.");
        if (options.MaxResponseBytes is < 1024 or > 1024 * 1024 * 1024) errors.Add($"{key}:MaxResponseBytes must be from 1024 to 1073741824.");
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }

    private static bool IsBaseUrl(string value) =>
        Uri.TryCreate(value, UriKind.Absolute, out var url)
        && (url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && url.IsLoopback))
        && url.Query.Length == 0 && url.Fragment.Length == 0 && url.UserInfo.Length == 0;
}
