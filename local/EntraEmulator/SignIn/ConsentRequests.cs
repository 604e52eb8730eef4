using System.Collections.Concurrent;
using EntraEmulator.Tenants;

namespace EntraEmulator.SignIn;

/// <summary>What users asked their administrators for. See https://learn.microsoft.com/entra/identity/enterprise-apps/configure-admin-consent-workflow.</summary>
internal sealed class ConsentRequests(TimeProvider time)
{
    private const int Most = 1_000;

    private const int LongestReason = 500;

    private readonly ConcurrentDictionary<string, ConsentRequest> _open = new(StringComparer.Ordinal);

    /// <summary>Those of a tenant that nobody decided yet, the oldest first.</summary>
    public IReadOnlyList<ConsentRequest> Of(Tenant tenant) => [.. _open.Values.Where(one => one.Tenant.Id == tenant.Id).OrderBy(one => one.At)];

    /// <summary>Writes one down; a second one of the same user for the same application takes its place.</summary>
    public void Add(IReadOnlyList<Asked> asked, Tenant tenant, User user, string reason)
    {
        if (asked is not [var first, ..] || _open.Count >= Most) return;
        var request = new ConsentRequest(first.Client, asked, tenant, user, reason[..Math.Min(reason.Length, LongestReason)], time.GetUtcNow());
        _open[KeyOf(request)] = request;
    }

    /// <summary>Takes one off the list, as it is decided.</summary>
    public void Close(ConsentRequest request) => _open.TryRemove(KeyOf(request), out _);

    private static string KeyOf(ConsentRequest request) => $"{request.Tenant.Id}/{request.User.ObjectId}/{request.Client.ClientId}";
}

/// <summary>One request.</summary>
/// <param name="Client">The application.</param>
/// <param name="Asked">What it wants.</param>
/// <param name="Tenant">Where.</param>
/// <param name="User">Who asked.</param>
/// <param name="Reason">What the user wrote.</param>
/// <param name="At">When.</param>
internal sealed record ConsentRequest(AppRegistration Client, IReadOnlyList<Asked> Asked, Tenant Tenant, User User, string Reason, DateTimeOffset At);
