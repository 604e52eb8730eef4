using FunctionsObo.Authorization;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Core.FunctionMetadata;
using Microsoft.Extensions.DependencyInjection;

namespace FunctionsObo.Health;

/// <summary>Adds the detailed health report to an app.</summary>
public static class HealthReportExtensions
{
    /// <summary>
    /// Adds a function, <c>GET health/report</c>, which tells those who run the app the state of this instance as JSON: the age and number
    /// of the identity platform's keys, the last token for each downstream API, circuits, the store that instances share, kind and expiry of the client credential, fill
    /// of the caches. It tells no secret, no token and no user. Only apps with one of the roles may call it; a user's token is refused. The
    /// members are described in docs/operations.md. Needs <see cref="Pipeline.ProtectedFunctionsExtensions.UseProtectedFunctions"/>.
    /// </summary>
    /// <param name="builder">The app's builder.</param>
    /// <param name="appRoles">The app roles, any of which admits, such as <c>Operations.Read</c>.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentException">There is no role, or one of them is empty or has white space.</exception>
    /// <exception cref="InvalidOperationException">It was called before.</exception>
    public static IFunctionsWorkerApplicationBuilder AddHealthReport(this IFunctionsWorkerApplicationBuilder builder, params string[] appRoles)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(appRoles);
        if (appRoles.Length == 0 || appRoles.Any(role => string.IsNullOrEmpty(role) || role.Any(char.IsWhiteSpace)))
            throw new ArgumentException("Name the app roles that may read the health report, each as an argument of its own.", nameof(appRoles));
        if (builder.Services.Any(service => service.ServiceType == typeof(HealthReader)))
            throw new InvalidOperationException("AddHealthReport was called before: call it once, with all roles.");

        builder.Services
            .AddSingleton<HealthReader>()
            .AddSingleton<IFunctionMetadataTransformer, HealthReportFunction>()
            .AddSingleton(new EngineFunction(
                HealthReportFunction.Name,
                [.. appRoles],
                (context, request) => context.InstanceServices.GetRequiredService<HealthReader>().AnswerAsync(context, request)));
        return builder;
    }
}
