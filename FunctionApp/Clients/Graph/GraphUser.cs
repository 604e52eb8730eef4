using System.Text.Json;
using System.Text.Json.Serialization;

namespace FunctionApp.Clients.Graph;

/// <summary>A user as Microsoft Graph describes one (https://learn.microsoft.com/graph/api/resources/user).</summary>
public sealed record GraphUser(
    string Id,
    string? DisplayName,
    string? GivenName,
    string? Surname,
    string? UserPrincipalName,
    string? Mail,
    string? JobTitle,
    string? MobilePhone,
    string? OfficeLocation,
    string? PreferredLanguage,
    IReadOnlyList<string>? BusinessPhones);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(GraphUser))]
[JsonSerializable(typeof(GraphGroupPage))]
internal sealed partial class GraphJson : JsonSerializerContext;
