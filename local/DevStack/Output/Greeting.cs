using DevStack.Startup;
using EntraEmulator.StackFiles;

namespace DevStack.Output;

/// <summary>What a person needs to see first: where everything is, who may sign in, and one line to paste.</summary>
internal static class Greeting
{
    private const int Column = 16;

    /// <param name="stack">The stack.</param>
    /// <param name="file">What the stack file is called.</param>
    public static string For(LocalStack stack, string file) => $"""

        FunctionApp     {stack.FunctionAppAddress}api/
        Entra emulator  {stack.Emulator.Address}
        {Lines(stack.Apis.Select(api => Named(api.Key, api.Value.BaseAddress)))}

        Users           {Users(stack.Definition)}
        Stack           {file}

        {Call(stack)}

        Look inside     {Lines(stack.Apis.Select(api => $"curl -s {api.Value.Address}dev/seen     the claims of the tokens that {api.Key} accepted")
            .Append($"curl -sk {stack.Emulator.Address}dev/stats  how many tokens were issued, and for what"), Column)}

        Ctrl+C stops everything.

        """;

    /// <summary>The first user of the app's tenant, or null.</summary>
    public static string? SomeUser(StackDefinition stack) => stack.HomeTenant.Users is [var first, ..] ? first.Name : null;

    public static string CurlLine(LocalStack stack, string user, string function) =>
        $"curl -H \"Authorization: Bearer $(curl -sk '{stack.Emulator.Address}dev/token?user={user}')\" {function}";

    private static string Call(LocalStack stack) => SomeUser(stack.Definition) is { } user
        ? $"""
            Call it as {user} (the same line works in PowerShell with curl.exe for curl):
              {CurlLine(stack, user, $"{stack.FunctionAppAddress}api/me")}
            """
        : $"The tenant {stack.Definition.App.Tenant} has no users: add one to the stack file to call FunctionApp.";

    private static string Users(StackDefinition stack)
    {
        var others = stack.Tenants.Where(tenant => tenant != stack.HomeTenant && tenant.Users.Count > 0).ToList();
        return others.Count == 0
            ? Names(stack.HomeTenant)
            : $"{Names(stack.HomeTenant)}; {string.Join(", ", others.Select(Names))} {(others.Sum(tenant => tenant.Users.Count) == 1 ? "is" : "are")} refused: FunctionApp takes {stack.HomeTenant.Name}'s users alone";
    }

    private static string Names(TenantDefinition tenant) =>
        $"{(tenant.Users.Count == 0 ? "nobody" : string.Join(", ", tenant.Users.Select(user => user.Name)))} ({tenant.Name})";

    private static string Named(string name, Uri address) => $"{name.PadRight(Column - 1)} {address}";

    private static string Lines(IEnumerable<string> lines, int indent = 0) => string.Join(Environment.NewLine + new string(' ', indent), lines);
}
