using System.Threading.Channels;

namespace Local.Tests.DevStack.Live;

/// <summary>A console whose lines a test waits for, one after the other.</summary>
internal sealed class ConsoleLines : StringWriter
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();

    public override void WriteLine(string? value) => _lines.Writer.TryWrite(value ?? "");

    public Task<string> NextAsync() => _lines.Reader.ReadAsync().AsTask().WaitAsync(Limit);
}
