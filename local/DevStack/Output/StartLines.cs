using System.Globalization;
using DevStack.Startup;

namespace DevStack.Output;

/// <summary>What the stack is doing while it starts: a line for each part, with the time that had passed when it was up.</summary>
internal sealed class StartLines(TextWriter output)
{
    private readonly long _began = TimeProvider.System.GetTimestamp();

    /// <param name="file">What the stack file is called.</param>
    public void Begin(string file) => output.WriteLine($"Starting what {file} says.");

    public void Add(StartedPart part) =>
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {part.Name,-14}  {part.Address,-36}  {TimeProvider.System.GetElapsedTime(_began).TotalSeconds:0.0} s"));
}
