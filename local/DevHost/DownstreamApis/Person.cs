using DevHost.DownstreamApis.Authentication;

namespace DevHost.DownstreamApis;

/// <summary>A user as the downstream APIs know one: <c>tid</c> and <c>oid</c> are the key, the rest is their profile.</summary>
public sealed record Person(Guid TenantId, Guid ObjectId, string Name, string GivenName, string Surname, string Domain)
{
    private static readonly Guid Contoso = Guid.Parse("0c0a7050-0000-4000-8000-000000000001");
    private static readonly Guid Fabrikam = Guid.Parse("0fab71ca-0000-4000-8000-000000000002");

    /// <summary>alice and bob of contoso, carol of fabrikam.</summary>
    public static IReadOnlyList<Person> Everyone { get; } =
    [
        new(Contoso, Guid.Parse("a11ce000-0000-4000-8000-000000000001"), "alice", "Alice", "Adams", "contoso.example")
            { JobTitle = "Buyer", OfficeLocation = "1/1103", Groups = ["Everyone", "Purchasing", "Book club"] },
        new(Contoso, Guid.Parse("b0b00000-0000-4000-8000-000000000002"), "bob", "Bob", "Brown", "contoso.example")
            { JobTitle = "Warehouse lead", OfficeLocation = "2/0207", Groups = ["Everyone", "Warehouse", "Forklift drivers", "First aid", "Night shift"] },
        new(Fabrikam, Guid.Parse("ca701000-0000-4000-8000-000000000003"), "carol", "Carol", "Clark", "fabrikam.example")
            { JobTitle = "Designer", OfficeLocation = "3/0042", Groups = ["Everyone"] },
    ];

    /// <summary>What they do, if it is known.</summary>
    public string? JobTitle { get; init; }

    /// <summary>Building and room, if they have one.</summary>
    public string? OfficeLocation { get; init; }

    /// <summary>Names of the groups that they are a direct member of.</summary>
    public IReadOnlyList<string> Groups { get; init; } = [];

    /// <summary>The name they sign in with; for show, never a key.</summary>
    public string UserPrincipalName => $"{Name}@{Domain}";

    internal UserKey Key => new(TenantId, ObjectId);
}
