using System.Text.Json.Serialization;
using EntraEmulator.Tenants;

namespace DevStack.DownstreamApis.Graph;

/// <summary>What <c>GET /me</c> answers: the default set of properties, absent ones as null.</summary>
internal sealed record GraphUser(
    [property: JsonPropertyName("@odata.context")] string Context, IReadOnlyList<string> BusinessPhones, string DisplayName, string GivenName,
    string? JobTitle, string? Mail, string? MobilePhone, string? OfficeLocation, string? PreferredLanguage, string Surname, string UserPrincipalName, string Id)
{
    public static GraphUser From(User user) => new(
        "https://graph.microsoft.com/v1.0/$metadata#users/$entity", [], user.DisplayName, user.GivenName,
        user.JobTitle, user.Mail, null, null, "en-GB", user.Surname, user.Mail, user.ObjectId);
}
