using EntraEmulator.Stats;

namespace DevStack.DownstreamApis.Seen;

/// <summary>The last tokens that the API accepted.</summary>
public sealed class SeenTokens(int limit)
{
    private readonly Latest<SeenToken> _tokens = new(limit);

    /// <summary>A copy of what is remembered, newest first.</summary>
    public IReadOnlyList<SeenToken> Newest => _tokens.Newest;

    /// <summary>Forgets all of them.</summary>
    public void Clear() => _tokens.Clear();

    internal void Add(SeenToken token) => _tokens.Add(token);
}
