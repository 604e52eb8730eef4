namespace FunctionApp.Tests.Conventions;

/// <summary>The real worker's public API, as listed in Conventions/WorkerApi: <c>Type :: member</c>.</summary>
internal sealed class WorkerApiList
{
    private readonly HashSet<string> _lines = new(StringComparer.Ordinal);

    private WorkerApiList(IEnumerable<string> lines)
    {
        _lines.UnionWith(lines);
    }

    public static WorkerApiList Load()
    {
        var assembly = typeof(WorkerApiList).Assembly;
        return new(assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith("WorkerApi/", StringComparison.Ordinal))
            .SelectMany(name =>
            {
                using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
                return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            }));
    }

    public int Count => _lines.Count;

    /// <returns>The lines that the real worker does not have.</returns>
    public IReadOnlyList<string> Foreign(IEnumerable<string> lines) => [.. lines.Where(line => !_lines.Contains(line))];

    /// <returns>What an implementer of this type must have and these lines lack: abstract and interface members, enum values.</returns>
    public IReadOnlyList<string> Missing(string type, IReadOnlyCollection<string> lines)
    {
        var all = _lines.Where(line => line.StartsWith($"{type} :: ", StringComparison.Ordinal)).ToList();
        var whole = all.Exists(line => line.Contains(":: [type] interface", StringComparison.Ordinal) || line.Contains(":: [type] enum", StringComparison.Ordinal));
        return [.. all.Where(line => (whole || line.Contains(":: abstract ", StringComparison.Ordinal)) && !lines.Contains(line))];
    }
}
