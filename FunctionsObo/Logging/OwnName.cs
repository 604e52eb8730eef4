namespace FunctionsObo.Logging;

/// <summary>
/// A name that this app's own configuration or code gives: of a function, an API, a scope, a host, a stable code. It goes through
/// <see cref="LogSafe"/> too, as a configuration can hold anything.
/// </summary>
internal readonly struct OwnName
{
    private const int Longest = 200;

    private readonly string? _name;

    private OwnName(string? name) => _name = name;

    public static OwnName Of(string? name) => new(name);

    /// <summary>Several, with a comma between them.</summary>
    public static OwnName Of(IEnumerable<string> names) => new(string.Join(", ", names) is { Length: > 0 } all ? all : null);

    /// <summary>What kind of exception it was; its message is not this app's.</summary>
    public static OwnName Of(Exception thrown) => new(thrown.GetType().Name);

    public override string ToString() => LogSafe.Of(_name, Longest);
}
