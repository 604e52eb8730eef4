using DevStack.Startup;
using EntraEmulator.StackFiles;

namespace DevStack.Live;

/// <summary>What of an edit can take effect while the stack runs.</summary>
/// <param name="InForce">What is served from now on.</param>
/// <param name="Restart">What waits for a restart, in words.</param>
internal sealed record StackChange(StackDefinition InForce, IReadOnlyList<string> Restart)
{
    /// <summary>Decides about an edit.</summary>
    /// <param name="start">What the stack was started with: ports, and who FunctionApp is.</param>
    /// <param name="now">What is in force so far.</param>
    /// <param name="next">What the file says now.</param>
    public static StackChange Between(StackDefinition start, StackDefinition now, StackDefinition next)
    {
        var restart = new List<string>();
        var moved = !Same(start.HomeTenant.Id, next.HomeTenant.Id);
        if (moved) restart.Add("the app's tenant (tenants, app and clients stay as they are until then)");
        var inForce = (moved ? now : next with { App = AppAsStarted(start.App, next.App, restart) }) with
        {
            DownstreamApis = [.. start.DownstreamApis.Select(api => ApiAsStarted(api, next.DownstreamApis.FirstOrDefault(one => Same(one.Name, api.Name)), restart))],
        };
        restart.AddRange(next.DownstreamApis.Where(api => !start.DownstreamApis.Any(one => Same(one.Name, api.Name))).Select(api => $"the new API {api.Name}"));
        restart.AddRange(ChangedScopes(start, inForce));
        return CanBe(inForce) ? new StackChange(inForce, restart) : new StackChange(now, ["all of it: an id has moved from one application to another"]);
    }

    private static AppDefinition AppAsStarted(AppDefinition start, AppDefinition next, List<string> restart)
    {
        if (!Same(start.Secret, next.Secret)) restart.Add("the app's secret");
        if (!start.ClientCapabilities.SequenceEqual(next.ClientCapabilities, StringComparer.Ordinal)) restart.Add("the app's clientCapabilities");
        var renumbered = !Same(start.ClientId, next.ClientId);
        if (renumbered) restart.Add("the app's clientId");
        return next with { ClientId = start.ClientId, AppIdUri = renumbered ? start.AppIdUri : next.AppIdUri, Secret = start.Secret, ClientCapabilities = start.ClientCapabilities };
    }

    private static ApiDefinition ApiAsStarted(ApiDefinition start, ApiDefinition? next, List<string> restart)
    {
        if (next is null)
        {
            restart.Add($"{start.Name}, which is in the file no more");
            return start;
        }

        if (start.Port != next.Port) restart.Add($"the port of {start.Name}");
        if ((start.ClientId, start.AppIdUri, start.Audience) != (next.ClientId, next.AppIdUri, next.Audience)) restart.Add($"the clientId, appIdUri or audience of {start.Name}");
        if (!Same(start.BuiltIn, next.BuiltIn)) restart.Add($"what is built in for {start.Name}");
        return next with { Name = start.Name, ClientId = start.ClientId, AppIdUri = start.AppIdUri, Audience = start.Audience };
    }

    /// <summary>FunctionApp goes on to ask for the scopes that its settings had at the start.</summary>
    private static IEnumerable<string> ChangedScopes(StackDefinition start, StackDefinition next)
    {
        var (before, after) = (StackSettings.Of(start), StackSettings.Of(next));
        return start.DownstreamApis
            .Select(api => $"DownstreamApis:{api.Name}:Scopes")
            .Where(key => !Scopes(before, key).SequenceEqual(Scopes(after, key), StringComparer.Ordinal))
            .Select(key => $"FunctionApp's setting {key}");
    }

    private static IEnumerable<string> Scopes(IReadOnlyDictionary<string, string> settings, string key) =>
        settings.Where(setting => setting.Key.StartsWith($"{key}:", StringComparison.Ordinal)).Select(setting => setting.Value);

    /// <summary>What was kept and what is new may have the same id, though the file as such is right.</summary>
    private static bool CanBe(StackDefinition stack)
    {
        string[] names =
        [
            stack.App.Name, stack.App.ClientId, stack.App.AppIdUri,
            .. stack.DownstreamApis.SelectMany(api => new[] { api.Name, api.ClientId, api.AppIdUri }),
            .. stack.Clients.SelectMany(client => new[] { client.Name, client.ClientId }),
        ];
        return names.Distinct(StringComparer.OrdinalIgnoreCase).Count() == names.Length;
    }

    private static bool Same(string? one, string? other) => string.Equals(one, other, StringComparison.Ordinal);
}
