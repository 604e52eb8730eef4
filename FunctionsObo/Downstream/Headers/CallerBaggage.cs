using System.Collections.Frozen;
using System.Diagnostics;
using FunctionsObo.Registration;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace FunctionsObo.Downstream.Headers;

/// <summary>
/// Lets those entries of a caller's baggage go on to downstream APIs that the configuration names: HttpClient writes what the activity
/// has. The rest stays here, and so do the properties of an entry.
/// </summary>
internal sealed class CallerBaggage(IOptions<BaggageOptions> options)
{
    /// <summary>What everybody must take (https://www.w3.org/TR/baggage/#limits). What is larger is not read.</summary>
    private const int LongestHeader = 8192;

    private const int LongestValue = 256;

    private readonly FrozenSet<string> _allowed = options.Value.AllowedNames.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Keeps the allowed entries with the activity; of several with one name, the first.</summary>
    public void Keep(Activity activity, HttpHeadersCollection headers)
    {
        if (_allowed.Count == 0 || !headers.TryGetValues("baggage", out var lines)) return;
        var header = string.Join(',', lines);
        if (header.Length > LongestHeader) return;

        foreach (var entry in header.Split(','))
        {
            var (name, value) = Read(entry);
            if (_allowed.Contains(name) && value.Length <= LongestValue && !value.Any(char.IsControl) && activity.GetBaggageItem(name) is null)
                activity.AddBaggage(name, value);
        }
    }

    /// <summary><c>name=value;property</c>, the value percent-encoded (https://www.w3.org/TR/baggage/#definition).</summary>
    private static (string Name, string Value) Read(string entry)
    {
        var pair = entry.Split(';')[0].Split('=', 2);
        return pair is [var name, var value] ? (name.Trim(), Uri.UnescapeDataString(value.Trim())) : ("", "");
    }
}

internal static class CallerBaggageExtensions
{
    /// <summary>Section Baggage, and who obeys it.</summary>
    public static IServiceCollection AddBaggage(this IServiceCollection services)
    {
        services.AddSection<BaggageOptions>(BaggageOptions.Section, (_, options) => BaggageRules.Errors(options));
        return services.AddSingleton<CallerBaggage>();
    }
}
