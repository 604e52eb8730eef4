using FunctionsObo.Registration;
using FunctionsObo.Tool.Cloud;
using FunctionsObo.Tool.Cloud.Graph;
using FunctionsObo.Tool.Output;
using FunctionsObo.Tool.Settings;

namespace FunctionsObo.Tool.Registering.Reading;

/// <summary>Whose directory it is, and who looks into it.</summary>
/// <param name="TenantId">A GUID.</param>
/// <param name="TenantName">What people call it.</param>
/// <param name="Domains">Its verified domains.</param>
/// <param name="Who">The user, or the application.</param>
internal sealed record SignedIn(string TenantId, string TenantName, IReadOnlyList<string> Domains, string Who)
{
    public static async Task<SignedIn> ReadAsync(GraphClient graph, CloudChoice cloud, Terminal terminal, CancellationToken cancellationToken)
    {
        var tenant = (await graph.ListAsync("organization?$select=id,displayName,verifiedDomains", cancellationToken)) is [var only, ..]
            ? only
            : throw new UsageException("Microsoft Graph shows no tenant to who signed in: sign in to a tenant of your own.");
        var who = cloud.Method == SignInMethod.Env && !cloud.Addresses.IsEmulator
            ? $"the application {terminal.Variables.GetValueOrDefault("AZURE_CLIENT_ID")}"
            : await graph.FindAsync("me?$select=displayName,userPrincipalName", cancellationToken) is { } me ? $"{me.Text("displayName")} ({me.Text("userPrincipalName")})" : "somebody";
        return new(tenant.Text("id") ?? "", tenant.Text("displayName") ?? "", [.. tenant.Objects("verifiedDomains").Select(domain => domain.Text("name")).OfType<string>()], Shown.Of(who));
    }

    /// <summary>Refuses to write into another tenant than the settings name.</summary>
    /// <exception cref="UsageException">It is another.</exception>
    public void CheckTenant(AzureAdOptions settings)
    {
        var wanted = settings.TenantId;
        if (Placeholders.IsOne(wanted) || settings.IsMultiTenant || IsCalled(wanted)) return;
        throw new UsageException($"{Who} is signed in to the tenant {Shown.Of(TenantName)} ({TenantId}), but AzureAd:TenantId of the settings is {Shown.Of(wanted)}: sign in to that one (az login --tenant {Shown.Of(wanted)}), or name other settings with --settings.");
    }

    public override string ToString() => $"Tenant {Shown.Of(TenantName)} ({TenantId}), signed in as {Who}.";

    private bool IsCalled(string name) => Domains.Append(TenantId).Contains(name, StringComparer.OrdinalIgnoreCase);
}
