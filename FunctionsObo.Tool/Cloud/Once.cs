namespace FunctionsObo.Tool.Cloud;

/// <summary>Something that is got when the first one asks for it, and once; whoever asks later gets the same, a failure too.</summary>
internal sealed class Once<T>(Func<CancellationToken, Task<T>> get)
{
    private readonly Lock _gate = new();
    private Task<T>? _got;

    public Task<T> GetAsync(CancellationToken cancellationToken)
    {
        lock (_gate) return _got ??= get(cancellationToken);
    }
}
