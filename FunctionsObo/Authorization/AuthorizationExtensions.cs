using System.Reflection;
using Microsoft.Extensions.DependencyInjection;

namespace FunctionsObo.Authorization;

internal static class AuthorizationExtensions
{
    /// <summary>Who may call which function of the assembly.</summary>
    public static IServiceCollection AddAccessTable(this IServiceCollection services, Assembly assembly) =>
        services.AddSingleton(_ => AccessTable.Read(assembly.GetTypes()));
}
