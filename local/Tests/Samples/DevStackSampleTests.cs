using DevStack;

namespace Local.Tests.Samples;

/// <summary>The sample of DevStack's page: a program of one line.</summary>
public sealed class DevStackSampleTests
{
    [Fact]
    public async Task It_says_what_it_can_do() => Assert.Equal(0, await Entry.Main(["--help"]));

    internal static class Entry
    {
        public static Task<int> Main(string[] args) => DevConsole.RunAsync<Program>(args);
    }
}
