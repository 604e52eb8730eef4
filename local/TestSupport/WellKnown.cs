namespace TestSupport;

/// <summary>The fixed names and identifiers of <c>local/stack.json</c>. The secrets open nothing but an emulator.</summary>
public static class WellKnown
{
    public const string ContosoName = "contoso";
    public const string ContosoTenantId = "0c0a7050-0000-4000-8000-000000000001";
    public const string ContosoDomain = "contoso.example";

    public const string FabrikamName = "fabrikam";
    public const string FabrikamTenantId = "0fab71ca-0000-4000-8000-000000000002";
    public const string FabrikamDomain = "fabrikam.example";

    public const string AliceName = "alice";
    public const string AliceObjectId = "a11ce000-0000-4000-8000-000000000001";

    public const string BobName = "bob";
    public const string BobObjectId = "b0b00000-0000-4000-8000-000000000002";

    public const string CarolName = "carol";
    public const string CarolObjectId = "ca701000-0000-4000-8000-000000000003";

    public const string FunctionAppName = "functions";
    public const string FunctionAppClientId = "f0bc0000-0000-4000-8000-000000000010";
    public const string FunctionAppIdUri = "api://f0bc0000-0000-4000-8000-000000000010";
    public const string FunctionAppScope = "access_as_user";
    public const string FunctionAppRole = "Functions.Read.All";
    public const string FunctionAppSecret = "local-emulator-secret";

    public const string GraphName = "graph";
    public const string GraphAppId = "00000003-0000-0000-c000-000000000000";
    public const string GraphIdUri = "https://graph.microsoft.com";
    public const string GraphUserReadScope = "User.Read";
    public const string GraphMailReadScope = "Mail.Read";

    public const string OrdersName = "orders";
    public const string OrdersAppId = "07de7500-0000-4000-8000-000000000020";
    public const string OrdersIdUri = "api://07de7500-0000-4000-8000-000000000020";
    public const string OrdersReadScope = "Orders.Read";
    public const string OrdersReadWriteScope = "Orders.ReadWrite";
    public const string OrdersReadAllRole = "Orders.Read.All";

    public const string CliName = "cli";
    public const string CliClientId = "c11e0000-0000-4000-8000-000000000030";

    public const string DaemonName = "daemon";
    public const string DaemonClientId = "da3e0000-0000-4000-8000-000000000040";
    public const string DaemonSecret = "local-daemon-secret";
}
