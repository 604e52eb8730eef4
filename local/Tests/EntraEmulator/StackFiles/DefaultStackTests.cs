using System.Text;
using EntraEmulator.StackFiles;
using EntraEmulator.Tenants;
using TestSupport;

namespace Local.Tests.EntraEmulator.StackFiles;

public sealed class DefaultStackTests
{
    private readonly TenantDirectory _directory = TenantDirectory.From(StackDefinition.Default);

    [Fact]
    public void The_built_in_stack_is_the_file_in_the_repository() =>
        Assert.Equivalent(StackDefinition.Default, StackText.Read(StackText.Default), strict: true);

    [Fact]
    public void There_are_two_tenants() => Assert.Equal(
        [(WellKnown.ContosoTenantId, WellKnown.ContosoName, WellKnown.ContosoDomain), (WellKnown.FabrikamTenantId, WellKnown.FabrikamName, WellKnown.FabrikamDomain)],
        _directory.Tenants.Select(tenant => (tenant.Id, tenant.Name, tenant.Domain)));

    [Theory]
    [InlineData(WellKnown.AliceName, WellKnown.AliceObjectId, WellKnown.ContosoTenantId, "Alice Anderson", "alice@contoso.example", "Buyer", 5)]
    [InlineData(WellKnown.BobName, WellKnown.BobObjectId, WellKnown.ContosoTenantId, "Bob Brown", "bob@contoso.example", "Accountant", 5)]
    [InlineData(WellKnown.CarolName, WellKnown.CarolObjectId, WellKnown.FabrikamTenantId, "Carol Clark", "carol@fabrikam.example", "Engineer", 5)]
    public void There_are_three_users(string name, string objectId, string tenantId, string displayName, string mail, string jobTitle, int groups)
    {
        var user = _directory.FindUserByName(name)!;

        Assert.Equal(3, _directory.Users.Count);
        Assert.Equal((objectId, tenantId, displayName, mail, jobTitle), (user.ObjectId, user.TenantId, user.DisplayName, user.Mail, user.JobTitle));
        Assert.Equal(groups, _directory.GroupsOf(user).Count);
    }

    [Fact]
    public void Alice_is_the_administrator() =>
        Assert.Equal([(WellKnown.AliceName, "Global Administrator")], _directory.Users.SelectMany(user => user.DirectoryRoles, (user, role) => (user.Name, role)));

    [Theory]
    [InlineData(WellKnown.FunctionAppName, WellKnown.FunctionAppClientId, WellKnown.FunctionAppIdUri, null)]
    [InlineData(WellKnown.GraphName, WellKnown.GraphAppId, WellKnown.GraphIdUri, WellKnown.GraphIdUri)]
    [InlineData(WellKnown.OrdersName, WellKnown.OrdersAppId, WellKnown.OrdersIdUri, null)]
    [InlineData(WellKnown.CliName, WellKnown.CliClientId, null, null)]
    [InlineData(WellKnown.DaemonName, WellKnown.DaemonClientId, null, null)]
    public void There_are_five_applications(string name, string clientId, string? appIdUri, string? audience)
    {
        var application = _directory.FindApplication(name)!;

        Assert.Equal(5, _directory.Applications.Count);
        Assert.Equal((clientId, appIdUri, audience, WellKnown.ContosoTenantId), (application.ClientId, application.AppIdUri, application.Audience, application.HomeTenantId));
    }

    [Fact]
    public void The_app_has_consent_for_all_but_mail()
    {
        var app = _directory.FindApplication(WellKnown.FunctionAppName)!;

        Assert.Equal(
            [(WellKnown.GraphAppId, "User.Read"), (WellKnown.OrdersAppId, "Orders.Read Orders.ReadWrite")],
            app.DelegatedGrants.Select(grant => (grant.ResourceId, string.Join(' ', grant.Values))));
        Assert.Equal(
            [(WellKnown.GraphAppId, ""), (WellKnown.OrdersAppId, "Orders.Read.All")],
            app.ApplicationGrants.Select(grant => (grant.ResourceId, string.Join(' ', grant.Values))));
    }

    [Fact]
    public void What_is_left_out_has_its_usual_value()
    {
        var stack = StackText.Read(StackText.WithApi(""" "scopes": ["Stock.Read"], "appRoles": ["Stock.Read.All"], "routes": [{ "path": "/items", "scope": "stock.read" }] """));

        var api = Assert.Single(stack.DownstreamApis);
        Assert.Equal(($"api://{api.ClientId}", api.ClientId), (api.AppIdUri, api.Audience));
        Assert.Equal(["Stock.Read", "Stock.Read.All"], api.Consent);
        var route = Assert.Single(api.Routes);
        Assert.Equal(("GET", "/items", "Stock.Read", 200), (route.Method, route.Path, route.Scope, route.Status));
        Assert.Equal("api://f0bc0000-0000-4000-8000-000000000010", stack.App.AppIdUri);
        Assert.Empty(stack.Clients);
    }

    [Fact]
    public void A_client_id_that_is_made_from_the_name_is_the_same_on_every_machine() =>
        Assert.Equal("e767b7c5-8f99-86be-fa14-a3185fd2a530", Assert.Single(StackText.Read(StackText.WithApi(""" "routes": [] """)).DownstreamApis).ClientId);

    [Theory]
    [InlineData("\uFEFF")]
    [InlineData("// a comment\n")]
    [InlineData("\r\n\r\n")]
    public void A_file_may_begin_with_a_byte_order_mark_a_comment_or_lines(string begin) =>
        Assert.Equal("functions", StackDefinition.Read(Encoding.UTF8.GetBytes(begin + StackText.Least), "stack.json").App.Name);

    [Fact]
    public void A_tenants_name_may_be_its_domain() =>
        Assert.Equal("contoso.example", StackText.Read(StackText.Least.Replace("\"contoso\"", "\"contoso.example\"", StringComparison.Ordinal)).HomeTenant.Name);

    [Fact]
    public void Secrets_are_in_no_text_of_a_definition() =>
        Assert.DoesNotContain(WellKnown.FunctionAppSecret, StackDefinition.Default.ToString() + StackDefinition.Default.App + StackDefinition.Default.Clients[1], StringComparison.Ordinal);
}
