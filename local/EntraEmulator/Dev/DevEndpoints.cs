using System.Text.Json;
using System.Text.Json.Nodes;
using EntraEmulator.Errors;
using EntraEmulator.Faults;
using EntraEmulator.Hosting;
using EntraEmulator.Keys;
using EntraEmulator.Stats;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace EntraEmulator.Dev;

/// <summary>The endpoints that Entra doesn't have: tokens for the asking, forgery, key rotation, statistics, faults.</summary>
internal sealed class DevEndpoints(DevTokens tokens, DevSigner signer, KeyRing keys, RequestStats stats, Latest<SeenTokenRequest> seen, FaultScript faults)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        var dev = routes.MapGroup("/dev");
        Map(dev, "GET", "/token", context => context.Response.WriteTextAsync(tokens.Issue(TokenQuery.Read(context.Request.Query))));
        Map(dev, "POST", "/sign", async context => await context.Response.WriteTextAsync(signer.Sign((await DevJson.ReadAsync(context.Request)).To<SignRequest>())));
        Map(dev, "GET", "/keys", WriteKeysAsync);
        Map(dev, "POST", "/keys", context => ChangeKeysAsync(context, query => keys.Add(query["issuer"])));
        Map(dev, "POST", "/keys/rotate", context => ChangeKeysAsync(context, query => keys.Rotate(KeepsOld(query["old"]))));
        Map(dev, "DELETE", "/keys/{kid}", context => ChangeKeysAsync(context, _ => Retire((string)context.GetRouteValue("kid")!)));
        Map(dev, "GET", "/stats", context => context.Response.WriteJsonAsync(JsonSerializer.SerializeToNode(stats.Snapshot(), StatsOptions)!, options: StatsOptions));
        Map(dev, "DELETE", "/stats", context => DoAsync(context, stats.Reset));
        Map(dev, "GET", "/token-requests", context => context.Response.WriteJsonAsync(JsonSerializer.SerializeToNode(seen.Newest, DevJson.Options)!, options: DevJson.Options));
        Map(dev, "DELETE", "/token-requests", context => DoAsync(context, seen.Clear));
        Map(dev, "GET", "/faults", context => context.Response.WriteJsonAsync(JsonSerializer.SerializeToNode(faults.Pending, DevJson.Options)!, options: DevJson.Options));
        Map(dev, "POST", "/faults", EnqueueAsync);
        Map(dev, "DELETE", "/faults", context => DoAsync(context, faults.Clear));
    }

    private static readonly JsonSerializerOptions StatsOptions = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>Maps an endpoint for developers: what is wrong with a request is said in a sentence.</summary>
    public static void Map(RouteGroupBuilder dev, string method, string route, RequestDelegate answer) => dev.MapMethods(route, [method], Explained(answer));

    private static RequestDelegate Explained(RequestDelegate answer) => async context =>
    {
        context.Response.Headers.CacheControl = "no-store";
        try
        {
            await answer(context);
        }
        catch (DevRequestException e)
        {
            await context.Response.WriteTextAsync(e.Message + "\n", StatusCodes.Status400BadRequest);
        }
    };

    /// <summary>Does something that has no answer.</summary>
    public static Task DoAsync(HttpContext context, Action action)
    {
        action();
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }

    private static bool KeepsOld(string? old) => old switch
    {
        null or "keep" => true,
        "drop" => false,
        _ => throw new DevRequestException("'old' is keep or drop."),
    };

    private Task ChangeKeysAsync(HttpContext context, Action<IQueryCollection> change)
    {
        change(context.Request.Query);
        return WriteKeysAsync(context);
    }

    private Task WriteKeysAsync(HttpContext context) => context.Response.WriteJsonAsync(new JsonObject
    {
        ["current"] = keys.Current.KeyId,
        ["published"] = new JsonArray([.. keys.Published.Select(key => (JsonNode)key.KeyId)]),
    });

    private void Retire(string kid)
    {
        if (string.Equals(kid, keys.Current.KeyId, StringComparison.Ordinal)) throw new DevRequestException("The current key can't be retired: rotate first.");
        if (!keys.Retire(kid)) throw new DevRequestException($"There is no key '{kid}'.");
    }

    private async Task EnqueueAsync(HttpContext context)
    {
        var body = await DevJson.ReadAsync(context.Request);
        var added = body is JsonArray array ? [.. array.Select(one => one!.To<Fault>())] : new[] { body.To<Fault>() };
        foreach (var fault in added) faults.Enqueue(fault);
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }
}
