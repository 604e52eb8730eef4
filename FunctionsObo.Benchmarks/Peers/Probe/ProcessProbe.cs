using System.IO.Pipes;

namespace Probe;

/// <summary>The side of the one who measures: reads the counters of a process that was started with <see cref="EnvironmentVariable"/>.</summary>
public sealed class ProcessProbe : IDisposable
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(10);

    private readonly NamedPipeClientStream _pipe;

    private ProcessProbe(NamedPipeClientStream pipe) => _pipe = pipe;

    /// <summary>What a process needs in its environment to be read.</summary>
    public static KeyValuePair<string, string> EnvironmentVariable { get; } = new("DOTNET_STARTUP_HOOKS", typeof(ProcessProbe).Assembly.Location);

    /// <exception cref="TimeoutException">The process has ended, or was started without <see cref="EnvironmentVariable"/>.</exception>
    public static ProcessProbe Connect(int processId)
    {
        var pipe = new NamedPipeClientStream(Reading.PipeName(processId));
        pipe.Connect(ConnectTimeout);
        return new ProcessProbe(pipe);
    }

    /// <summary>The counters as they are.</summary>
    public Reading Read() => Ask(Question.Counters);

    /// <summary>The counters after a full collection.</summary>
    public Reading ReadAfterCollection() => Ask(Question.CountersAfterCollection);

    public void Dispose() => _pipe.Dispose();

    private Reading Ask(Question question)
    {
        _pipe.WriteByte((byte)question);
        _pipe.Flush();
        return Reading.Read(_pipe);
    }
}
