namespace EntraEmulator.Stats;

/// <summary>The endpoints that are counted and that faults can be scripted for.</summary>
public enum EmulatorEndpoint
{
    /// <summary>The token endpoint.</summary>
    Token,

    /// <summary>The OpenID Connect discovery documents.</summary>
    Metadata,

    /// <summary>The key sets.</summary>
    Keys,

    /// <summary>Instance discovery.</summary>
    Instance,

    /// <summary>The authorization endpoint.</summary>
    Authorize,

    /// <summary>Where devices get their codes.</summary>
    DeviceCode,

    /// <summary>The directory: Microsoft Graph under <c>/graph/v1.0</c>.</summary>
    Directory,
}
