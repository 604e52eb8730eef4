using DevStack.Live;
using EntraEmulator.StackFiles;
using Local.Tests.EntraEmulator.StackFiles;
using TestSupport;

namespace Local.Tests.DevStack.Live;

/// <summary>What of an edit waits for a restart, and what is served until then.</summary>
public sealed class StackChangeTests
{
    private static readonly string Text = StackText.DefaultWithApis(CannedApis.Stock);
    private static readonly StackDefinition Start = StackText.Read(Text);

    public static TheoryData<string, string, string[]> Edits => new()
    {
        { "\"Buyer\"", "\"Pilot\"", [] },
        { "\"name\":\"contoso\"", "\"name\":\"contoso.example\"", [] },
        { "\"daemon\"", "\"robot\"", [] },
        { "[\"idtyp\",\"xms_cc\"]", "[]", [] },
        { "\"port\":7081", "\"port\":7082", ["the port of Orders"] },
        { "\"secret\":\"local-emulator-secret\"", "\"secret\":\"other\"", ["the app's secret"] },
        { WellKnown.FunctionAppClientId, "f0bc0000-0000-4000-8000-000000000011", ["the app's clientId"] },
        { WellKnown.ContosoTenantId, "0c0a7050-0000-4000-8000-00000000000f", ["the app's tenant (tenants, app and clients stay as they are until then)"] },
        { WellKnown.OrdersAppId, "07de7500-0000-4000-8000-000000000021", ["the clientId, appIdUri or audience of Orders"] },
        { "\"builtIn\":\"orders\"", "\"routes\":[]", ["what is built in for Orders"] },
        { "\"name\":\"Orders\"", "\"name\":\"Sales\"", ["Orders, which is in the file no more", "the new API Sales"] },
        { "\"consent\":[\"User.Read\"]", "\"consent\":[\"User.Read\",\"Mail.Read\"]", ["FunctionApp's setting DownstreamApis:Graph:Scopes"] },
    };

    [Theory]
    [MemberData(nameof(Edits))]
    public void What_needs_a_restart_is_named_and_nothing_else(string old, string @new, string[] restart)
    {
        Assert.Contains(old, Text, StringComparison.Ordinal);
        var next = Text.Replace(old, @new, StringComparison.Ordinal).Replace("\"tenant\":\"contoso\"", old.Contains("contoso\"", StringComparison.Ordinal) ? "\"tenant\":\"contoso.example\"" : "\"tenant\":\"contoso\"", StringComparison.Ordinal);

        var change = StackChange.Between(Start, Start, StackText.Read(next));

        Assert.Equal(restart, change.Restart);
        Assert.Equal(
            (Start.HomeTenant.Id, Start.App.ClientId, Start.App.Secret, "Graph Orders Stock"),
            (change.InForce.HomeTenant.Id, change.InForce.App.ClientId, change.InForce.App.Secret, string.Join(' ', change.InForce.DownstreamApis.Select(api => api.Name))));
    }

    [Fact]
    public void An_edit_that_is_taken_back_needs_no_restart()
    {
        var edited = StackChange.Between(Start, Start, StackText.Read(Text.Replace("\"port\":7081", "\"port\":7082", StringComparison.Ordinal)));

        Assert.Empty(StackChange.Between(Start, edited.InForce, Start).Restart);
    }

    [Fact]
    public void An_id_that_moves_to_another_application_waits_for_a_restart_with_all_else()
    {
        const string Free = "07de7500-0000-4000-8000-00000000002f";
        var next = Text.Replace(WellKnown.CliClientId, "moved", StringComparison.Ordinal).Replace(WellKnown.OrdersAppId, Free, StringComparison.Ordinal).Replace("moved", WellKnown.OrdersAppId, StringComparison.Ordinal);

        var change = StackChange.Between(Start, Start, StackText.Read(next));

        Assert.Equal(["all of it: an id has moved from one application to another"], change.Restart);
        Assert.Same(Start, change.InForce);
    }
}
