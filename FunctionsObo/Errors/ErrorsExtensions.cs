using FunctionsObo.Authentication;
using Microsoft.Extensions.DependencyInjection;

namespace FunctionsObo.Errors;

internal static class ErrorsExtensions
{
    /// <summary>From failures to responses.</summary>
    public static IServiceCollection AddErrors(this IServiceCollection services) => services
        .AddSingleton<Challenges>()
        .AddSingleton<RefusalTable>()
        .AddSingleton<FailureTable>();
}
