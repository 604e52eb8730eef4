using EntraEmulator.Tenants;

namespace EntraEmulator.Clients;

/// <summary>A client that is who it says.</summary>
/// <param name="Application">Its registration.</param>
/// <param name="Acr">How it proved itself: 0 not at all (public), 1 by secret, 2 by an assertion.</param>
internal sealed record AuthenticatedClient(AppRegistration Application, string Acr);
