namespace FunctionsObo.Benchmarks.Chaos;

/// <summary>Something that breaks and is whole again.</summary>
/// <param name="Name">For the journal.</param>
/// <param name="PlayAsync">Breaks it, waits for the end of the task that it is given, and repairs it.</param>
internal sealed record ChaosFault(string Name, Func<Task, Task> PlayAsync);
