using System.Text.Json.Nodes;
using EntraEmulator;
using EntraEmulator.Faults;
using EntraEmulator.Stats;

namespace FunctionsObo.Testing.Platform;

/// <summary>What the identity platform does to the app: one line for each of its moods.</summary>
public sealed class TestPlatform
{
    /// <summary>The claims of a challenge that names none: a second factor, as Conditional Access asks for it.</summary>
    public const string UsualClaims = """{"access_token":{"acrs":{"essential":true,"value":"c1"}}}""";

    private readonly IReadOnlyList<RegisteredApi> _apis;

    internal TestPlatform(Emulator emulator, IReadOnlyList<RegisteredApi> apis) => (Emulator, _apis) = (emulator, apis);

    /// <summary>The emulator itself: its keys, counts and every other fault that can be scripted.</summary>
    public Emulator Emulator { get; }

    /// <summary>From now on nobody has consented to what the app asks of an API.</summary>
    /// <param name="api">The API's name in the app.</param>
    /// <exception cref="ArgumentException">The app has no such API; the message lists those that it has.</exception>
    public void LosesConsent(string api) => Always(new Fault
    {
        Scope = ResourceOf(api),
        Error = "invalid_grant",
        Suberror = "consent_required",
        Codes = [65001],
        Description = "The user or administrator has not consented to use the application.",
    });

    /// <summary>Answers the next exchange of a user's token with a claims challenge.</summary>
    /// <param name="user">The user's name.</param>
    /// <param name="claims">What it asks for, as JSON.</param>
    public void Challenges(string user, string claims = UsualClaims) => Emulator.Faults.Enqueue(new Fault
    {
        User = Known(user),
        Error = "interaction_required",
        Codes = [50076],
        Description = "You must use multi-factor authentication.",
        Claims = JsonNode.Parse(claims),
    });

    /// <summary>Refuses the next token request for the time being.</summary>
    /// <param name="retryAfter">When the app may ask again; whole seconds.</param>
    public void Throttles(TimeSpan retryAfter) => Emulator.Faults.Enqueue(new Fault { Status = 429, RetryAfterSeconds = (int)retryAfter.TotalSeconds });

    /// <summary>From now on no endpoint answers, until it <see cref="Recovers"/>.</summary>
    public void GoesDown()
    {
        foreach (var endpoint in Enum.GetValues<EmulatorEndpoint>()) Always(new Fault { Endpoint = endpoint, Status = 503 });
    }

    /// <summary>Forgets everything that was said to it here, but for keys.</summary>
    public void Recovers() => Emulator.Faults.Clear();

    /// <summary>From now on a user's tokens are revoked: no exchange of them succeeds.</summary>
    /// <param name="user">The user's name.</param>
    public void Revokes(string user) => Always(new Fault
    {
        User = Known(user),
        Error = "invalid_grant",
        Codes = [50173],
        Description = "The provided grant has expired due to it being revoked, a fresh auth token is needed.",
    });

    /// <summary>Signs with a new key from now on.</summary>
    /// <param name="keepOld">Whether tokens that were signed before stay good.</param>
    public void RollsKeys(bool keepOld = true) => Emulator.Keys.Rotate(keepOld);

    private void Always(Fault fault) => Emulator.Faults.Enqueue(fault with { Times = 0 });

    private string Known(string user) => Emulator.Directory.FindUserByName(user)?.ObjectId
        ?? throw Unknown.User(user, Emulator.Directory, nameof(user));

    private string ResourceOf(string api) => _apis.FirstOrDefault(one => one.Name.Equals(api, StringComparison.OrdinalIgnoreCase))?.Resource
        ?? throw Unknown.Api(api, _apis.Select(one => one.Name), nameof(api));
}
