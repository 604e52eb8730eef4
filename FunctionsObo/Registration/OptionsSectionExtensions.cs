using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace FunctionsObo.Registration;

internal static class OptionsSectionExtensions
{
    /// <summary>
    /// Options of one section, read and checked as all of ours are: strictly (<see cref="StrictSection"/>), by rules that name each
    /// key and its fix, at start, and again when the configuration changes.
    /// </summary>
    /// <param name="services">The app's services.</param>
    /// <param name="path">The section, such as <c>DownstreamApis:Graph</c>.</param>
    /// <param name="rules">What the values must be; an error each.</param>
    /// <param name="name">The options' name; null for the only ones of their type.</param>
    /// <param name="ignored">Keys that may stand there and mean nothing here.</param>
    public static OptionsBuilder<TOptions> AddSection<TOptions>(
        this IServiceCollection services, string path, Func<IServiceProvider, TOptions, IEnumerable<string>> rules, string? name = null, params string[] ignored)
        where TOptions : class
    {
        // The framework keeps another copy for IOptions than for the monitor: everything would be read and checked twice.
        if (name is null) services.AddSingleton(provider => Options.Create(provider.GetRequiredService<IOptionsMonitor<TOptions>>().CurrentValue));

        name ??= Options.DefaultName;
        services
            .AddSingleton<IConfigureOptions<TOptions>>(provider => new ConfigureNamedOptions<TOptions>(
                name, options => StrictSection.Bind(Section(provider, path), options)))
            .AddSingleton<IOptionsChangeTokenSource<TOptions>>(provider =>
                new ConfigurationChangeTokenSource<TOptions>(name, provider.GetRequiredService<IConfiguration>()))
            .AddSingleton<IValidateOptions<TOptions>>(provider => new Validator<TOptions>(
                name, options => [.. StrictSection.Errors(Section(provider, path), typeof(TOptions), ignored).Select(error => error.Error), .. rules(provider, options)]));
        return services.AddOptions<TOptions>(name).ValidateOnStart();
    }

    private static IConfigurationSection Section(IServiceProvider provider, string path) =>
        provider.GetRequiredService<IConfiguration>().GetSection(path);

    private sealed class Validator<TOptions>(string name, Func<TOptions, IReadOnlyList<string>> check) : IValidateOptions<TOptions>
        where TOptions : class
    {
        public ValidateOptionsResult Validate(string? asked, TOptions options)
        {
            if (asked != name) return ValidateOptionsResult.Skip;
            var errors = check(options);
            return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
        }
    }
}
