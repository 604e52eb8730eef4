namespace FunctionsObo.Testing.Downstream;

/// <summary>Which requests a scripted answer is for, how often, and the answer.</summary>
/// <param name="Method">In capitals.</param>
/// <param name="Path">Below the base URL, unescaped.</param>
/// <param name="Query">Without the question mark, unescaped; null for any.</param>
internal sealed record Script(string Method, string Path, string? Query)
{
    /// <summary>The user's name; null for everybody, the app itself included.</summary>
    public string? User { get; init; }

    /// <summary>For how many requests; 0 for all.</summary>
    public int Times { get; init; }

    /// <summary>How long the answer takes, on the test's clock.</summary>
    public TimeSpan Delay { get; init; }

    public Func<ApiRequest, HttpResponseMessage> Answer { get; init; } = _ => throw new InvalidOperationException("A script without an answer is not used.");

    public static Script For(string method, string pathAndQuery)
    {
        var parts = pathAndQuery.TrimStart('/').Split('?', 2);
        return new(method.ToUpperInvariant(), Uri.UnescapeDataString(parts[0]), parts.Length == 2 ? Uri.UnescapeDataString(parts[1]) : null);
    }

    public bool Fits(ApiRequest request)
    {
        var asked = For(request.Method, request.Path);
        return Method == asked.Method && Path == asked.Path && (Query is null || Query == (asked.Query ?? ""))
            && (User is null || string.Equals(User, request.User, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>How much it says of the requests that it is for; who says more comes first.</summary>
    public int Precision => (User is null ? 0 : 2) + (Query is null ? 0 : 1);

    public override string ToString() =>
        $"{Method} {Path}{(Query is null ? "" : $"?{Query}")}{(User is null ? "" : $" of {User}")}";
}
