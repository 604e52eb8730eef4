namespace EntraEmulator.Stats;

/// <summary>The last requests to the token endpoint: what <c>GET /dev/token-requests</c> shows.</summary>
internal sealed class SeenTokenRequests
{
    private const int Most = 500;

    private readonly Queue<SeenTokenRequest> _requests = new();
    private readonly Lock _lock = new();

    /// <summary>A copy of what is remembered, newest first.</summary>
    public IReadOnlyList<SeenTokenRequest> Newest
    {
        get
        {
            lock (_lock) return [.. _requests.Reverse()];
        }
    }

    /// <summary>Forgets all of them.</summary>
    public void Clear()
    {
        lock (_lock) _requests.Clear();
    }

    internal void Add(SeenTokenRequest request)
    {
        lock (_lock)
        {
            _requests.Enqueue(request);
            if (_requests.Count > Most) _requests.Dequeue();
        }
    }
}
