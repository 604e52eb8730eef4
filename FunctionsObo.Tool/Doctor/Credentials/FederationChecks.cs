using System.Text.Json.Nodes;
using FunctionsObo.Authentication;
using FunctionsObo.OnBehalfOf.Credentials;
using FunctionsObo.Tool.Cloud.Graph;

namespace FunctionsObo.Tool.Doctor.Credentials;

/// <summary>An assertion that somebody else signs for the app, beside what the registration trusts. The assertion is not shown, and not sent here.</summary>
internal static class FederationChecks
{
    private static readonly (string Claim, string Member)[] Compared = [("iss", "issuer"), ("sub", "subject"), ("aud", "audiences")];

    public static IReadOnlyList<Check> All => [new("C5", "The registration trusts the assertion's issuer, subject and audience", Need.Directory, CompareAsync) { After = ["C3", "R1"] }];

    private static async Task<IReadOnlyList<Finding>> CompareAsync(Examination patient, CancellationToken cancellationToken)
    {
        if (await patient.Credential.InUseAsync(cancellationToken) is not AssertionCredential signed) return [Finding.Fine("no federated credential is used")];
        if (await patient.Credential.LackAsync(cancellationToken) is { } lack) return [lack];
        try
        {
            var (parts, malformed) = JwtParts.Read(await signed.SignAsync(cancellationToken));
            if (parts is null) return [Finding.Wrong($"What {signed} gives is no token ({malformed})", "See that the platform writes the whole assertion, a JWT, and nothing else.")];
            using (parts)
            {
                var claims = JsonObject.Create(parts.Payload)!;
                var trusted = await patient.Directory!.FederatedCredentialsAsync(cancellationToken);
                return [trusted.Any(one => Array.TrueForAll(Compared, pair => IsSame(claims, one, pair))) ? Finding.Fine(Written(claims)) : Differing(claims, trusted)];
            }
        }
        catch (CredentialUnavailableException unavailable)
        {
            return [Finding.Unknown(unavailable.Description.ToString(), "Where the app runs somewhere else, look there; or list a second credential.")];
        }
    }

    /// <summary>Against the credential that comes closest.</summary>
    private static Finding Differing(JsonObject claims, IReadOnlyList<JsonObject> trusted)
    {
        if (trusted.MaxBy(one => Compared.Count(pair => IsSame(claims, one, pair))) is not { } closest)
        {
            return Finding.Wrong(
                $"The registration has no federated credential, and the assertion has {Written(claims)}",
                "Add a federated credential with these to the registration, as 'functions-obo register' does; it works after some minutes.");
        }

        var differences = Compared.Where(pair => !IsSame(claims, closest, pair)).Select(pair => $"{pair.Claim} is '{claims.Text(pair.Claim)}', and the registration wants '{Wanted(closest, pair.Member)}'");
        return Finding.Wrong(
            $"The assertion's {string.Join("; ", differences)}",
            $"Correct {string.Join(" and ", Compared.Where(pair => !IsSame(claims, closest, pair)).Select(pair => pair.Member))} of the federated credential '{closest.Text("name")}': capitals count.");
    }

    private static bool IsSame(JsonObject claims, JsonObject one, (string Claim, string Member) pair) => claims.Text(pair.Claim) is { } found && Wanted(one, pair.Member) == found;

    private static string Wanted(JsonObject one, string member) => one.Text(member) ?? string.Join(", ", one.Texts(member));

    private static string Written(JsonObject claims) => string.Join(", ", Compared.Select(pair => $"{pair.Claim} {claims.Text(pair.Claim)}"));
}
