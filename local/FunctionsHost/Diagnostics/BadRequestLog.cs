using Microsoft.Extensions.Logging;

namespace FunctionsHost.Diagnostics;

/// <summary>At Debug the server writes a malformed request as it came, credentials included. Whatever the settings say, it does not.</summary>
internal static class BadRequestLog
{
    private const string Category = "Microsoft.AspNetCore.Server.Kestrel.BadRequests";

    /// <summary>Puts the limit into each rule, since nobody can say which of them will be the one that counts.</summary>
    public static void Cap(LoggerFilterOptions options)
    {
        for (var i = 0; i < options.Rules.Count; i++) options.Rules[i] = Capped(options.Rules[i]);
        options.Rules.Add(new LoggerFilterRule(null, Category, LogLevel.Information, null));
    }

    private static LoggerFilterRule Capped(LoggerFilterRule rule) => new(rule.ProviderName, rule.CategoryName, rule.LogLevel, (provider, category, level) =>
        (category != Category || level >= LogLevel.Information) && (rule.Filter is null || rule.Filter(provider, category, level)));
}
