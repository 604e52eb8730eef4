using System.Text.Json.Serialization;

namespace DevHost.DownstreamApis.Graph;

/// <summary>What <c>GET /me</c> answers: the default set of properties, absent ones as null.</summary>
internal sealed record GraphUser(
    [property: JsonPropertyName("@odata.context")] string Context, IReadOnlyList<string> BusinessPhones, string DisplayName, string GivenName,
    string? JobTitle, string? Mail, string? MobilePhone, string? OfficeLocation, string? PreferredLanguage, string Surname, string UserPrincipalName, Guid Id)
{
    public static GraphUser From(Person person) => new(
        "https://graph.microsoft.com/v1.0/$metadata#users/$entity", [], $"{person.GivenName} {person.Surname}", person.GivenName,
        person.JobTitle, person.UserPrincipalName, null, person.OfficeLocation, "en-GB", person.Surname, person.UserPrincipalName, person.ObjectId);
}
