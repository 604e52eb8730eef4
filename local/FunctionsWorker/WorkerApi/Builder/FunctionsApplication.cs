using System.Reflection;
using System.Runtime.CompilerServices;

namespace Microsoft.Azure.Functions.Worker.Builder;

/// <summary>Where an app begins.</summary>
public class FunctionsApplication
{
    /// <summary>
    /// A builder with configuration, logging and services set up, for the functions of the calling assembly.
    /// </summary>
    /// <param name="args">The command line: configuration, and <c>--port N</c> and <c>--script-root DIR</c> for the local host.</param>
    /// <exception cref="FunctionsWorker.FunctionStartException">A setting is wrong; the message says which and how it should be.</exception>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static FunctionsApplicationBuilder CreateBuilder(string[] args) => new(args, Assembly.GetCallingAssembly());
}
