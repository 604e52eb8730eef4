using System.IO.Pipes;

namespace Probe;

/// <summary>The side inside the measured process: a pipe named after it, a thread of its own, one question at a time.</summary>
internal static class Listener
{
    public static void Listen()
    {
        while (true)
        {
            using var pipe = new NamedPipeServerStream(Reading.PipeName(Environment.ProcessId));
            pipe.WaitForConnection();
            while (pipe.ReadByte() is var question and >= 0) Reading.Take((Question)question).Write(pipe);
        }
    }
}
