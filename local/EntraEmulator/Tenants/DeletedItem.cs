namespace EntraEmulator.Tenants;

/// <summary>An application or a service principal that was deleted and may still come back.</summary>
/// <param name="TenantId">The tenant whose directory it is in.</param>
/// <param name="Id">Its object id.</param>
/// <param name="Application">The registration as it was; of a service principal, the application that it belongs to, with its grants in the tenant.</param>
/// <param name="Principal">The service principal, or null where this is an application.</param>
/// <param name="DeletedOn">Since when.</param>
internal sealed record DeletedItem(string TenantId, string Id, AppRegistration Application, ServicePrincipal? Principal, DateTimeOffset DeletedOn);
