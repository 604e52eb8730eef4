namespace DevStack.DownstreamApis.Seen;

/// <summary>The last tokens that the API accepted.</summary>
public sealed class SeenTokens(int limit)
{
    private readonly Queue<SeenToken> _tokens = new();
    private readonly Lock _lock = new();

    /// <summary>A copy of what is remembered, newest first.</summary>
    public IReadOnlyList<SeenToken> Newest
    {
        get
        {
            lock (_lock)
                return [.. _tokens.Reverse()];
        }
    }

    /// <summary>Forgets all of them.</summary>
    public void Clear()
    {
        lock (_lock)
            _tokens.Clear();
    }

    internal void Add(SeenToken token)
    {
        lock (_lock)
        {
            _tokens.Enqueue(token);
            if (_tokens.Count > limit)
                _tokens.Dequeue();
        }
    }
}
