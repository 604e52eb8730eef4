using FunctionsObo.Pipeline;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace FunctionsObo.Tool.Settings;

/// <summary>
/// What the app's start would say of its settings: the engine's own registrations are made and asked. Nothing is started, no credential is
/// loaded, nobody is called.
/// </summary>
internal static class StartRules
{
    /// <returns>Each error with its key and the fix; none when the app could start.</returns>
    public static IReadOnlyList<string> Errors(AppSettings settings)
    {
        using var provider = AppServices.Of(settings).BuildServiceProvider();
        try
        {
            provider.GetRequiredService<IStartupValidator>().Validate();
            return [];
        }
        catch (Exception wrong) when (StartCheck.ErrorsOf(wrong) is { } errors)
        {
            return [.. errors.Distinct(StringComparer.Ordinal)];
        }
    }
}
