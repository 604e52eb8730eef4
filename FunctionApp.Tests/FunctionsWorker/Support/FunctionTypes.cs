using FunctionsWorker;
using Microsoft.Azure.Functions.Worker.Builder;

namespace FunctionApp.Tests.FunctionsWorker.Support;

internal static class FunctionTypes
{
    /// <summary>Adds the functions of another class.</summary>
    public static FunctionsApplicationBuilder UseFunctionsAnd<T>(this FunctionsApplicationBuilder builder) =>
        builder.UseFunctionsFrom([.. builder.FunctionTypes ?? [], typeof(T)]);
}
