using DevStack.Startup;
using EntraEmulator.StackFiles;
using EntraEmulator.Tenants;

namespace DevStack.Live;

/// <summary>Keeps a stack that runs to its file: what can take effect does, what cannot is said, and a broken edit changes nothing.</summary>
internal sealed class LiveStack : IAsyncDisposable
{
    private readonly LocalStack _stack;
    private readonly TextWriter _output;
    private readonly TextWriter _errors;
    private readonly FileWatch? _watch;
    private StackSource _read;
    private StackDefinition _inForce;
    private string? _lastError;

    /// <param name="stack">The stack.</param>
    /// <param name="source">The file that it was started with.</param>
    /// <param name="output">Where a line for each change goes.</param>
    /// <param name="errors">Where errors go.</param>
    /// <param name="time">The clock.</param>
    public LiveStack(LocalStack stack, StackSource source, TextWriter output, TextWriter errors, TimeProvider time)
    {
        (_stack, _read, _output, _errors, _inForce) = (stack, source, output, errors, stack.Definition);
        if (source.Path is null) return;
        try
        {
            _watch = new FileWatch(source.Path, ReadAgain, time);
        }
        catch (IOException failure)
        {
            errors.WriteLine($"{source.Name}: changes will not be noticed. {failure.Message}");
        }
    }

    public ValueTask DisposeAsync() => _watch?.DisposeAsync() ?? ValueTask.CompletedTask;

    private void ReadAgain()
    {
        try
        {
            var now = _read.ReadAgain();
            if (_lastError is null && now.Content.AsSpan().SequenceEqual(_read.Content)) return;
            (_read, _lastError) = (now, null);
            Take(StackChange.Between(_stack.Definition, _inForce, now.Definition));
        }
        catch (StackFileException failure)
        {
            if (string.Equals(failure.Message, _lastError, StringComparison.Ordinal)) return;
            _lastError = failure.Message;
            _errors.WriteLine($"{failure.Message}{Environment.NewLine}{_read.Name} is wrong: what it said before stays in force.");
        }
    }

    private void Take(StackChange change)
    {
        _inForce = change.InForce;
        _stack.Emulator.Directory.Become(_stack.WithPage(TenantDirectory.From(change.InForce)));
        _stack.Emulator.Policies.Become(change.InForce);
        foreach (var api in change.InForce.DownstreamApis)
            _stack.Apis[api.Name].Take(api);
        _output.WriteLine(change.Restart.Count == 0
            ? $"{_read.Name} has changed, and is in force."
            : $"{_read.Name} has changed, and is in force but for what needs a restart: {string.Join(", ", change.Restart)}.");
    }
}
