using FunctionsWorker.Discovery;

namespace FunctionsWorker.Hosting;

/// <summary>The functions of this host by name, for direct calls.</summary>
internal sealed class FunctionCatalog
{
    private IReadOnlyList<Function> _functions = [];
    private FunctionRunner? _runner;

    public void Fill(IReadOnlyList<Function> functions, FunctionRunner runner) => (_functions, _runner) = (functions, runner);

    public (Function Function, FunctionRunner Runner) Find(string name) =>
        _functions.FirstOrDefault(f => f.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) is { } function
            ? (function, _runner!)
            : throw new ArgumentException($"There is no function '{name}'; there are: {string.Join(", ", _functions.Select(f => f.Name))}.", nameof(name));
}
