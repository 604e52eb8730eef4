using Microsoft.Extensions.DependencyInjection;

namespace FunctionsObo.Errors;

/// <summary>An exception type of the app, and what the client is told when it ends a request.</summary>
internal sealed record ProblemMapping(Type Exception, Func<Exception, ProblemException> Translate);

/// <summary>Registers what an app's own exceptions mean to its clients.</summary>
public static class ProblemServiceCollectionExtensions
{
    /// <summary>
    /// Maps an exception type to a problem. A type that derives from it is mapped too, unless it has a mapping of its own. Exceptions
    /// of this library have their meaning already and are not asked about here.
    /// </summary>
    /// <typeparam name="TException">The app's exception.</typeparam>
    /// <param name="services">The app's services.</param>
    /// <param name="translate">Makes the problem; it is returned, not thrown. Do not let anything of the exception into it that is not for the client.</param>
    /// <returns>The services.</returns>
    public static IServiceCollection AddProblem<TException>(this IServiceCollection services, Func<TException, ProblemException> translate)
        where TException : Exception
    {
        ArgumentNullException.ThrowIfNull(translate);
        return services.AddSingleton(new ProblemMapping(typeof(TException), thrown => translate((TException)thrown)));
    }
}
