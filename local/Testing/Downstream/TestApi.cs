using System.Collections.Concurrent;

namespace FunctionsObo.Testing.Downstream;

/// <summary>A downstream API of the app under test: what it answers, and what it was asked.</summary>
public sealed class TestApi
{
    private readonly ConcurrentQueue<ApiRequest> _requests = new();
    private readonly Func<string, string> _known;

    internal TestApi(string name, Func<string, string> known) => (Name, _known) = (name, known);

    /// <summary>Its name in the app.</summary>
    public string Name { get; }

    /// <summary>The requests that arrived, in order, answered or not.</summary>
    public IReadOnlyList<ApiRequest> Requests => [.. _requests];

    internal ScriptBook Scripts { get; } = new();

    /// <summary>What becomes of GET.</summary>
    /// <param name="path">Below the API's base URL. With a query it is for this query alone, else for any.</param>
    public ScriptedCall Get(string path) => On("GET", path);

    /// <summary>What becomes of POST; <inheritdoc cref="Get" path="/param"/></summary>
    public ScriptedCall Post(string path) => On("POST", path);

    /// <summary>What becomes of PUT; <inheritdoc cref="Get" path="/param"/></summary>
    public ScriptedCall Put(string path) => On("PUT", path);

    /// <summary>What becomes of PATCH; <inheritdoc cref="Get" path="/param"/></summary>
    public ScriptedCall Patch(string path) => On("PATCH", path);

    /// <summary>What becomes of DELETE; <inheritdoc cref="Get" path="/param"/></summary>
    public ScriptedCall Delete(string path) => On("DELETE", path);

    /// <summary>What becomes of any method; <inheritdoc cref="Get" path="/param"/></summary>
    public ScriptedCall On(string method, string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(method);
        ArgumentNullException.ThrowIfNull(path);
        return new(this, Script.For(method, path));
    }

    internal void Add(Script script) => Scripts.Add(script);

    internal void Note(ApiRequest request) => _requests.Enqueue(request);

    internal string Known(string user) => _known(user);
}
