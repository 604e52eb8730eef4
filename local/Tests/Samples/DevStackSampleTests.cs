using DevStack;

namespace Local.Tests.Samples;

/// <summary>The sample of DevStack's page: a program of one line.</summary>
public sealed class DevStackSampleTests
{
    [Fact]
    public async Task It_says_what_it_can_do() => Assert.Equal(0, await Entry.Main(["--help"]));

    internal static class Entry
    {
#pragma warning disable CS8892 // It is the entry point of the reader's program, not of this one.
        public static Task<int> Main(string[] args) => DevConsole.RunAsync<Program>(args);
#pragma warning restore CS8892
    }
}
