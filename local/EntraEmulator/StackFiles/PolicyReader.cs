namespace EntraEmulator.StackFiles;

/// <summary>Reads <c>policies</c> and <c>signIn</c>.</summary>
/// <param name="errors">Where errors go.</param>
/// <param name="users">Names of users, of all tenants.</param>
/// <param name="apis">Names of applications that have scopes.</param>
internal sealed class PolicyReader(StackErrors errors, IReadOnlyCollection<string> users, IReadOnlyCollection<string> apis)
{
    private static readonly Rule Requirement = Rule.OneOf("mfa", "block", "nothing", "adminConsent");

    private readonly Unique _ids = new(errors);

    public IReadOnlyList<PolicyDefinition> Read(Section file) =>
        [.. file.Sections("policies", "id", "api", "authenticationContext", "user", "outsideOnly", "require", "signInFrequencySeconds").Select(Policy)];

    public static SignInDefinition ReadSignIn(Section file) => file.OptionalSection("signIn", "numberMatching", "thirdPartyCookies", "consentRequests") is { } signIn
        ? new(signIn.Flag("numberMatching", usual: false), signIn.Flag("thirdPartyCookies", usual: true), signIn.Flag("consentRequests", usual: false))
        : new(NumberMatching: false, ThirdPartyCookies: true, ConsentRequests: false);

    private PolicyDefinition Policy(Section policy)
    {
        var read = new PolicyDefinition(policy.OptionalText("id", Rule.Id)?.ToLowerInvariant() ?? "", policy.OptionalText("require", Requirement) ?? "mfa")
        {
            Api = Reference(policy, "api", "API", apis),
            AuthenticationContext = policy.OptionalText("authenticationContext", Rule.AuthenticationContext),
            User = Reference(policy, "user", "user", users),
            OutsideOnly = policy.Flag("outsideOnly", usual: false),
            SignInFrequencySeconds = policy.Has("signInFrequencySeconds") ? policy.Number("signInFrequencySeconds", "number of seconds", 0, int.MaxValue) : null,
        };
        _ids.Take(policy.Find("id"), "Each policy has an id of its own: change one.");
        return read.Id.Length > 0 ? read : read with { Id = StableId.Of($"policy/{read}").ToString() };
    }

    private static string? Reference(Section policy, string name, string what, IReadOnlyCollection<string> known) => policy.Find(name) is { } value ? policy.Reference(value, what, known) : null;
}
