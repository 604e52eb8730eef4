using DevStack.Functions;
using DevStack.Startup;

namespace Workbench.Stack;

/// <summary>What the page has to know of the stack.</summary>
internal sealed class StackView(LocalStack stack, string clientId)
{
    /// <summary>The emulator, as browsers name it.</summary>
    public string EmulatorOrigin { get; } = stack.Emulator.Address.GetLeftPart(UriPartial.Authority);

    /// <summary>The document of <c>GET /stack</c>.</summary>
    public object Describe() => new
    {
        app = new
        {
            stack.Definition.App.Name,
            stack.Definition.App.ClientId,
            Tenant = stack.Definition.HomeTenant.Name,
            Address = new Uri(stack.FunctionAppAddress!, "api/"),
            Scopes = stack.Definition.App.Scopes.Select(scope => $"{stack.Definition.App.AppIdUri}/{scope}"),
        },
        Client = new { Id = clientId, Authority = $"{stack.Emulator.Address}organizations", RedirectUri = new Uri(stack.PageAddress!, "redirect.html") },
        Emulator = EmulatorOrigin,
        TrustsEmulator = stack.FunctionAppTrustsEmulator,
        HasSpans = stack.FunctionApp!.ProcessIds.Count == 0,
        Users = stack.Emulator.Directory.Users.Select(user => new { user.Name, user.DisplayName, user.JobTitle, Tenant = stack.Emulator.Directory.FindTenant(user.TenantId)?.Name }),
        Apis = stack.Apis.Select(api => new { Name = api.Key, api.Value.Address }),
        Functions = stack.Functions is { } app ? FunctionList.Of(app) : [],
    };
}
