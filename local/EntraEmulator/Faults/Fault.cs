using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using EntraEmulator.Stats;

namespace EntraEmulator.Faults;

/// <summary>
/// A scripted answer: which requests it is for, how often, and what happens to them. The members are those of <c>POST /dev/faults</c>.
/// A fault with a delay or a slow body alone leaves the answer as it would have been.
/// </summary>
public sealed record Fault
{
    /// <value>The endpoint. The default is the token endpoint.</value>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public EmulatorEndpoint Endpoint { get; init; }

    /// <value>Only requests for this user (name, object id or mail), told by the assertion or refresh token.</value>
    public string? User { get; init; }

    /// <value>Only requests of this client (name or client id).</value>
    public string? Client { get; init; }

    /// <value>Only requests whose scope has this text in it, or is of the API of this name.</value>
    public string? Scope { get; init; }

    /// <value>Only requests of this grant: <c>on_behalf_of</c>, <c>client_credentials</c> or <c>refresh_token</c>.</value>
    public string? Grant { get; init; }

    /// <value>Only requests with this HTTP method.</value>
    public string? Method { get; init; }

    /// <value>Only requests whose path has this text in it.</value>
    public string? Path { get; init; }

    /// <value>How many requests it is for; 0 (in JSON also <c>"always"</c>) for all until cleared. The default is 1.</value>
    [JsonConverter(typeof(TimesConverter))]
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public int Times { get; init; } = 1;

    /// <value>Milliseconds to wait before anything else.</value>
    public int DelayMs { get; init; }

    /// <value>Whether to never answer, until the client leaves or the emulator stops.</value>
    public bool Hang { get; init; }

    /// <value>Whether to abort the connection.</value>
    public bool Drop { get; init; }

    /// <value>Whether to do what the request asks, and to abort the connection in place of the answer.</value>
    public bool LoseAnswer { get; init; }

    /// <value>Milliseconds between the bytes of the body; 0 sends it at once.</value>
    public int SlowBody { get; init; }

    /// <value>The HTTP status. The default is 400 or 401 for an <see cref="Error"/>, 302 for a redirect, else 200.</value>
    public int? Status { get; init; }

    /// <value>The <c>Retry-After</c> header in seconds.</value>
    public int? RetryAfterSeconds { get; init; }

    /// <value>The <c>Retry-After</c> header as it is to be sent.</value>
    public string? RetryAfter { get; init; }

    /// <summary>The content type of <see cref="Body"/>.</summary>
    public string? ContentType { get; init; }

    /// <value>The body: a string is sent as it is, anything else as JSON.</value>
    public JsonNode? Body { get; init; }

    /// <summary>Further header fields of the answer.</summary>
    public IReadOnlyDictionary<string, string>? Headers { get; init; }

    /// <value>The address to redirect to.</value>
    public string? RedirectTo { get; init; }

    /// <value>An OAuth error code: the body is then Entra's error document. At the directory it is a code of Graph's, and the body Graph's; without it the status has its usual one.</value>
    public string? Error { get; init; }

    /// <summary>The OAuth error's <c>suberror</c>.</summary>
    public string? Suberror { get; init; }

    /// <value>The AADSTS numbers of the error document; the first one is in its description.</value>
    public IReadOnlyList<int>? Codes { get; init; }

    /// <value>The sentence in the error document's description.</value>
    public string? Description { get; init; }

    /// <value>The claims request in the error document: an object, or any text (also one that is no JSON).</value>
    public JsonNode? Claims { get; init; }

    internal bool ChangesTheAnswer => Status is not null || Body is not null || RedirectTo is not null || Error is not null;
}
