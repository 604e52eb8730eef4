using System.Security.Cryptography;
using System.Text;
using EntraEmulator.Tenants;
using TestSupport;

namespace Local.Tests.Clients;

/// <summary>A user for each test that changes something about its user.</summary>
internal static class Person
{
    public const string OfRevocation = "rita";
    public const string OfStepUp = "stan";
    public const string OfDownstreamPolicy = "dora";
    public const string OfNodeChallenge = "nils";
    public const string OfContext = "cleo";
    public const string OfDownstreamContext = "dina";
    public const string OfConsent = "cora";
    public const string OfEarlyRevocation = "emil";

    public static IEnumerable<User> All => ((string[])[OfRevocation, OfStepUp, OfDownstreamPolicy, OfNodeChallenge, OfContext, OfDownstreamContext, OfConsent, OfEarlyRevocation]).Select(name => new User
    {
        Name = name,
        ObjectId = new Guid(SHA256.HashData(Encoding.UTF8.GetBytes(name)).AsSpan(0, 16)).ToString(),
        TenantId = WellKnown.ContosoTenantId,
        DisplayName = name,
        Mail = MailOf(name),
    });

    public static string MailOf(string name) => $"{name}@{WellKnown.ContosoDomain}";
}
