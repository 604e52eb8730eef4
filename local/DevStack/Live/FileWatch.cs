namespace DevStack.Live;

/// <summary>Notices that a file has changed, also by another one that takes its place. Changes that follow each other closely are one.</summary>
internal sealed class FileWatch : IAsyncDisposable
{
    /// <summary>Editors write in several steps.</summary>
    private static readonly TimeSpan Calm = TimeSpan.FromMilliseconds(100);

    private readonly FileSystemWatcher _watcher;
    private readonly ITimer _calm;

    /// <param name="file">Its full path.</param>
    /// <param name="changed">Called after each change; not by two threads at once.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="IOException">The system watches no more files.</exception>
    public FileWatch(string file, Action changed, TimeProvider time)
    {
        var one = new Lock();
        _calm = time.CreateTimer(
            _ =>
            {
                lock (one)
                    changed();
            },
            null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _watcher = new FileSystemWatcher(Path.GetDirectoryName(file)!, Path.GetFileName(file)) { NotifyFilter = NotifyFilters.FileName | NotifyFilters.LastWrite | NotifyFilters.Size };
        _watcher.Changed += (_, _) => Wait();
        _watcher.Created += (_, _) => Wait();
        _watcher.Deleted += (_, _) => Wait();
        _watcher.Renamed += (_, _) => Wait();
        _watcher.Error += (_, _) => Wait(); // some changes may have been lost
        _watcher.EnableRaisingEvents = true;
        Wait(); // it may have changed since it was read
    }

    public ValueTask DisposeAsync()
    {
        _watcher.Dispose();
        return _calm.DisposeAsync();
    }

    private void Wait() => _calm.Change(Calm, Timeout.InfiniteTimeSpan);
}
