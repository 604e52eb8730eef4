using DevStack.DownstreamApis.Authentication;
using DevStack.DownstreamApis.Dev;
using Microsoft.AspNetCore.Http;

namespace DevStack.DownstreamApis.Faults;

/// <summary>Faults that strike whoever calls, with any token or none.</summary>
internal sealed class FaultsBeforeAuthentication(RequestDelegate next, FaultScript script, TimeProvider time)
{
    public Task InvokeAsync(HttpContext context) =>
        !context.IsForDeveloper() && script.Take(fault => fault.BeforeAuth && fault.IsFor(context.Request)) is { } fault
            ? FaultAnswer.SendAsync(fault, context, next, time)
            : next(context);
}

/// <summary>Faults that strike only requests which would have been answered.</summary>
internal sealed class FaultsAfterAuthentication(RequestDelegate next, FaultScript script, DownstreamApiOptions options)
{
    public Task InvokeAsync(HttpContext context) =>
        !context.IsForDeveloper() && script.Take(fault => !fault.BeforeAuth && fault.IsFor(context.Request) && IsForUser(fault, context)) is { } fault
            ? FaultAnswer.SendAsync(fault, context, next, options.TimeProvider)
            : next(context);

    private bool IsForUser(DownstreamFault fault, HttpContext context)
    {
        if (fault.User is null)
            return true;
        var user = context.User.UserKey();
        return options.IdentityProvider.Directory.FindTenant(user.TenantId.ToString()) is { } tenant
            && user.ObjectId.ToString().Equals(options.IdentityProvider.Directory.FindUserByName(fault.User, tenant)?.ObjectId, StringComparison.OrdinalIgnoreCase);
    }
}

internal static class FaultMatch
{
    public static bool IsFor(this DownstreamFault fault, HttpRequest request) =>
        (fault.Method is null || fault.Method.Equals(request.Method, StringComparison.OrdinalIgnoreCase))
        && (fault.Path is null || (request.Path.Value ?? "").StartsWith(fault.Path, StringComparison.OrdinalIgnoreCase));
}
