using FunctionsObo.Tool.Doctor.Credentials;
using FunctionsObo.Tool.Doctor.Metadata;
using FunctionsObo.Tool.Doctor.Network;
using FunctionsObo.Tool.Doctor.Registered;
using FunctionsObo.Tool.Doctor.Settings;
using FunctionsObo.Tool.Doctor.Tokens;

namespace FunctionsObo.Tool.Doctor;

/// <summary>Every check, in the order in which it is shown.</summary>
internal static class AllChecks
{
    public static IReadOnlyList<Check> List { get; } =
    [
        .. ((IEnumerable<Check>)
        [
            .. IdentityChecks.All, .. CredentialSettingChecks.All, .. ApiSettingChecks.All, .. SourceChecks.All,
            .. NetworkChecks.All, .. AnswerChecks.All,
            .. MetadataChecks.All,
            .. CredentialChecks.All, .. CertificateChecks.All, .. FederationChecks.All,
            .. PresenceChecks.All, .. TokenShapeChecks.All, .. OfferChecks.All, .. PermissionChecks.All,
            .. TokenChecks.All, .. ExchangeChecks.All,
        ]).OrderBy(check => check.Group).ThenBy(check => int.Parse(check.Id.AsSpan(1))),
    ];
}
