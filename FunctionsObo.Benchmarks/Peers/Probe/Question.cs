namespace Probe;

/// <summary>What the process is asked for.</summary>
internal enum Question : byte
{
    /// <summary>The counters as they are: costs the process next to nothing.</summary>
    Counters = 1,

    /// <summary>The same after a full collection, so that the heap is what is alive.</summary>
    CountersAfterCollection = 2,
}
