using DevStack.DownstreamApis;
using EntraEmulator.StackFiles;

namespace DevStack.Startup;

/// <summary>The configuration that connects FunctionApp to the stack, in the ecosystem's own key names.</summary>
internal static class StackSettings
{
    private static readonly Dictionary<string, string> None = new(StringComparer.Ordinal);

    /// <summary>For one that cannot be told its address once it listens: where Core Tools will serve it, unless another port is given.</summary>
    public static IReadOnlyDictionary<string, string> ForAppElsewhere(LocalStack stack, int port) =>
        ForAppAt(new Uri($"http://localhost:{(port == 0 ? new LocalStackOptions().FunctionAppPort : port)}/"), stack);

    public static IReadOnlyDictionary<string, string> ForAppAt(Uri address, LocalStack stack) =>
        new Dictionary<string, string>(For(stack), StringComparer.OrdinalIgnoreCase) { ["AzureAd:ResourceUrl"] = $"{address}api" };

    public static IReadOnlyDictionary<string, string> For(LocalStack stack)
    {
        var settings = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { ["AzureAd:Instance"] = stack.Emulator.Address.ToString() };
        foreach (var (key, value) in Of(stack.Definition))
            settings[key] = value;
        foreach (var (name, api) in stack.Apis)
            settings[$"DownstreamApis:{name}:BaseUrl"] = api.BaseAddress.ToString();
        foreach (var (key, value) in stack.Store?.Settings ?? None)
            settings[key] = value;
        return settings;
    }

    /// <summary>Those that follow from the stack file alone.</summary>
    public static IReadOnlyDictionary<string, string> Of(StackDefinition stack)
    {
        var settings = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
        {
            ["AzureAd:TenantId"] = stack.HomeTenant.Id,
            ["AzureAd:ClientId"] = stack.App.ClientId,
            ["AzureAd:ClientCredentials:0:SourceType"] = "ClientSecret",
            ["AzureAd:ClientCredentials:0:ClientSecret"] = stack.App.Secret,
        };
        foreach (var (index, capability) in stack.App.ClientCapabilities.Index())
            settings[$"AzureAd:ClientCapabilities:{index}"] = capability;
        foreach (var api in stack.DownstreamApis)
        {
            foreach (var (index, scope) in ScopesToAskFor(api).Index())
                settings[$"DownstreamApis:{api.Name}:Scopes:{index}"] = $"{api.AppIdUri}/{scope}";
            if (api.Scopes.Count == 0) settings[$"DownstreamApis:{api.Name}:RequestAppToken"] = "true";
        }

        return settings;
    }

    /// <summary>What has been consented to; where nothing has, the first scope, so that the app meets a consent that is missing. One for applications has .default.</summary>
    private static IReadOnlyList<string> ScopesToAskFor(ApiDefinition api)
    {
        IReadOnlyList<string> consented = [.. api.Scopes.Intersect(api.Consent, StringComparer.Ordinal)];
        return consented.Count > 0 ? consented : [api.Scopes.Count > 0 ? api.Scopes[0] : ".default"];
    }
}
