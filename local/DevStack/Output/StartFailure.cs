using System.Security.Authentication;
using System.Security.Cryptography;
using DevStack.Startup;
using EntraEmulator.StackFiles;
using FunctionsHost.Diagnostics;
using FunctionsObo.Registration;
using Microsoft.Extensions.Options;

namespace DevStack.Output;

/// <summary>Says in sentences why the stack did not start: the fix is in them, a stack trace would bury it.</summary>
internal static class StartFailure
{
    /// <summary>The sentences, or null for a failure that nobody foresaw and whose stack trace is wanted.</summary>
    public static string? Explain(Exception failure) => failure switch
    {
        StartException or StackFileException or ConfigurationException or FunctionsHostException => failure.Message,
        OptionsValidationException options => Lines(options.Failures),
        CryptographicException or AuthenticationException => $"There is no TLS on this machine: {failure.Message} Check its OpenSSL, and the file that OPENSSL_CONF names if it is set.",
        AggregateException several when several.Flatten().InnerExceptions.Select(Explain).ToList() is var reasons && reasons.All(reason => reason is not null) => Lines(reasons!),
        _ => null,
    };

    private static string Lines(IEnumerable<string> reasons) => string.Join(Environment.NewLine, reasons);
}
