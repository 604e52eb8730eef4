using EntraEmulator.Dev;
using FunctionsObo.Authentication;
using Microsoft.Extensions.DependencyInjection;
using TestSupport.Stores;

namespace TestSupport;

/// <summary>FunctionApp's own services, for what no function offers.</summary>
internal static class Callers
{
    public static T Get<T>(this Stack stack)
        where T : notnull => stack.Local.FunctionApp!.Services.GetRequiredService<T>();

    /// <summary>The user, with a new token, as the middleware would hand them to a function.</summary>
    public static Task<Caller> CallerAsync(this Stack stack, string user, TimeSpan? lifetime = null) =>
        stack.CallerOfAsync(stack.Emulator.IssueAccessToken(new TokenRequest { User = user, Lifetime = lifetime }));

    /// <summary>The caller of a request that begins now, with this token.</summary>
    public static Task<Caller> CallerOfAsync(this Stack stack, string token) => CallerOfAsync(stack.Get<AccessTokenValidator>(), token);

    /// <summary>The user, with a new token, as an instance sees them.</summary>
    public static Task<Caller> CallerAsync(this Instances instances, int instance, string user) =>
        CallerOfAsync(instances.Get<AccessTokenValidator>(instance), instances.Stack.Emulator.IssueAccessToken(user));

    private static async Task<Caller> CallerOfAsync(AccessTokenValidator validator, string token)
    {
        var verdict = await validator.ValidateAsync(new BearerToken($"Bearer {token}", "Bearer ".Length), CancellationToken.None);
        return verdict.Caller!;
    }
}
