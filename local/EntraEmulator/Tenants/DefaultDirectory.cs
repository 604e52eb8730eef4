using static EntraEmulator.Tenants.WellKnown;

namespace EntraEmulator.Tenants;

internal static class DefaultDirectory
{
    public static TenantDirectory Create() => new(
        [
            new Tenant(ContosoTenantId, ContosoName, ContosoDomain),
            new Tenant(FabrikamTenantId, FabrikamName, FabrikamDomain),
        ],
        [
            Person(AliceName, AliceObjectId, ContosoTenantId, ContosoDomain, "Alice", "Anderson", "Buyer"),
            Person(BobName, BobObjectId, ContosoTenantId, ContosoDomain, "Bob", "Brown", "Accountant"),
            Person(CarolName, CarolObjectId, FabrikamTenantId, FabrikamDomain, "Carol", "Clark", "Engineer"),
        ],
        [FunctionApp(), Graph(), Orders(), Cli(), Daemon()]);

    private static User Person(string name, string objectId, string tenantId, string domain, string givenName, string surname, string jobTitle) => new()
    {
        Name = name,
        ObjectId = objectId,
        TenantId = tenantId,
        GivenName = givenName,
        Surname = surname,
        DisplayName = $"{givenName} {surname}",
        Mail = $"{name}@{domain}",
        JobTitle = jobTitle,
    };

    // Mail.Read is not granted, on purpose: asking for it shows what missing consent looks like.
    private static AppRegistration FunctionApp() => new()
    {
        Name = FunctionAppName,
        ClientId = FunctionAppClientId,
        AppIdUri = FunctionAppIdUri,
        HomeTenantId = ContosoTenantId,
        Scopes = [FunctionAppScope],
        AppRoles = [FunctionAppRole],
        IncludeTokenType = true,
        IncludeClientCapabilities = true,
        DelegatedGrants =
        [
            new PermissionGrant(GraphAppId, [GraphUserReadScope]),
            new PermissionGrant(OrdersAppId, [OrdersReadScope, OrdersReadWriteScope]),
        ],
        ApplicationGrants = [new PermissionGrant(OrdersAppId, [OrdersReadAllRole])],
        Credentials = new AppCredentials().AddSecret(FunctionAppSecret),
    };

    private static AppRegistration Graph() => new()
    {
        Name = GraphName,
        ClientId = GraphAppId,
        AppIdUri = GraphIdUri,
        Audience = GraphIdUri,
        HomeTenantId = ContosoTenantId,
        Scopes = [GraphUserReadScope, GraphMailReadScope],
        IncludeClientCapabilities = true,
        ContinuousAccessEvaluation = true,
    };

    private static AppRegistration Orders() => new()
    {
        Name = OrdersName,
        ClientId = OrdersAppId,
        AppIdUri = OrdersIdUri,
        HomeTenantId = ContosoTenantId,
        Scopes = [OrdersReadScope, OrdersReadWriteScope],
        AppRoles = [OrdersReadAllRole],
        IncludeTokenType = true,
    };

    private static AppRegistration Cli() => new()
    {
        Name = CliName,
        ClientId = CliClientId,
        HomeTenantId = ContosoTenantId,
        PublicClient = true,
        DelegatedGrants = [new PermissionGrant(FunctionAppClientId, [FunctionAppScope])],
    };

    private static AppRegistration Daemon() => new()
    {
        Name = DaemonName,
        ClientId = DaemonClientId,
        HomeTenantId = ContosoTenantId,
        MultiTenant = false,
        ApplicationGrants = [new PermissionGrant(FunctionAppClientId, [FunctionAppRole])],
        Credentials = new AppCredentials().AddSecret(DaemonSecret),
    };
}
