using BenchmarkDotNet.Running;
using FunctionApp.Benchmarks.Identity;

namespace FunctionApp.Benchmarks;

internal static class Program
{
    private static void Main(string[] args)
    {
        BenchmarkRunner.Run([typeof(WarmRequest)], new ShortRun(), args);
    }
}
