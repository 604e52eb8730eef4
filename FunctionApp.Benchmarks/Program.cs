using BenchmarkDotNet.Running;

namespace FunctionApp.Benchmarks;

internal static class Program
{
    private static void Main(string[] args)
    {
        BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args, new ShortRun());
    }
}
