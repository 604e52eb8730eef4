using DevStack.Startup;
using EntraEmulator.StackFiles;

namespace DevStack.Output;

/// <summary>What a person needs to see first: where FunctionApp is, one line to paste, and where to look next.</summary>
internal static class Greeting
{
    public static string For(LocalStack stack) => $"""

        FunctionApp is at {stack.FunctionAppAddress}api/{Instances(stack)}{Store(stack)}
        {(stack.FunctionAppTrustsEmulator ? Call(stack) : CallWithOwnTenant(stack))}
        {(stack.PageAddress is { } page && stack.FunctionAppTrustsEmulator ? $"{Environment.NewLine}See each token on its way, sign in, make trouble: {page}{Environment.NewLine}" : "")}
        Next:   README.md, api.http, and --help for ports, settings and another stack.
        Ctrl+C stops everything.

        """;

    /// <summary>The first user of the app's tenant, or null.</summary>
    public static string? SomeUser(StackDefinition stack) => stack.HomeTenant.Users is [var first, ..] ? first.Name : null;

    /// <param name="stack">Whose emulator gives the token.</param>
    /// <param name="user">Who calls.</param>
    /// <param name="functions">Where FunctionApp's functions are, ending in a slash.</param>
    public static string CurlLine(LocalStack stack, string user, string functions) =>
        $"curl -H \"Authorization: Bearer $(curl -sk '{stack.Emulator.Address}dev/token?user={user}')\" {functions}{FirstRoute(stack)}";

    private static string FirstRoute(LocalStack stack) => (stack.Functions is { } app ? FirstCall.RouteIn(app) : null) ?? "…";

    private static string Call(LocalStack stack) => SomeUser(stack.Definition) is { } user
        ? $"""
            Call it as {user} (the same line works in PowerShell with curl.exe for curl):
              {CurlLine(stack, user, $"{stack.FunctionAppAddress}api/")}

            Users:  {Users(stack.Definition)}.
            Inside: {Inside(stack)}
            """
        : $"The tenant {stack.Definition.App.Tenant} has no users: add one to the stack file to call FunctionApp.";

    private static string CallWithOwnTenant(LocalStack stack) => $"""
        The settings file names another identity platform, {stack.AppConfiguration!["AzureAd:Instance"]}: the emulator's tokens are refused.
        Call it with a token for api://{stack.AppConfiguration["AzureAd:ClientId"]}/access_as_user:
          curl -H "Authorization: Bearer <token>" {stack.FunctionAppAddress}api/{FirstRoute(stack)}
        """;

    private static string Instances(LocalStack stack) => stack.FunctionApp!.ProcessIds is { Count: > 0 } processes
        ? $" ({processes.Count} {(processes.Count == 1 ? "process" : "processes that take turns")}: {string.Join(", ", processes)})"
        : "";

    private static string Store(LocalStack stack) => stack.Store is { } store ? $"{Environment.NewLine}Tokens are shared by {store.Name} at {store.Address}, which ends with it." : "";

    private static string Inside(LocalStack stack) => string.Join("; ", stack.Apis.Take(1)
        .Select(api => $"curl -s {api.Value.Address}dev/seen shows the tokens that {api.Key} accepted")
        .Append($"curl -sk {stack.Emulator.Address}dev/stats what was issued"));

    private static string Users(StackDefinition stack)
    {
        var others = stack.Tenants.Where(tenant => tenant != stack.HomeTenant && tenant.Users.Count > 0).ToList();
        return others.Count == 0
            ? Names(stack.HomeTenant)
            : $"{Names(stack.HomeTenant)}; {string.Join(", ", others.Select(Names))} {(others.Sum(tenant => tenant.Users.Count) == 1 ? "is" : "are")} refused, as FunctionApp takes only {stack.HomeTenant.Name}'s users";
    }

    private static string Names(TenantDefinition tenant) =>
        $"{(tenant.Users.Count == 0 ? "nobody" : string.Join(", ", tenant.Users.Select(user => user.Name)))} ({tenant.Name})";
}
