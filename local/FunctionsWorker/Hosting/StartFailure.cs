using System.Reflection;
using FunctionsWorker.Discovery;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;

namespace FunctionsWorker.Hosting;

/// <summary>Ends an app that cannot start with a sentence and exit code 1 where the runtime would print a stack. Only where the app is the program itself.</summary>
internal static class StartFailure
{
    private static int _telling;

    public static void TellFor(Assembly app)
    {
        if (Assembly.GetEntryAssembly() != app || Interlocked.Exchange(ref _telling, 1) != 0) return;
        AppDomain.CurrentDomain.UnhandledException += static (_, unhandled) =>
        {
            if (unhandled.ExceptionObject is not Exception e || Sentence(e) is not { } sentence) return;
            Console.Error.WriteLine(sentence);
            Environment.Exit(1);
        };
    }

    /// <returns>What to tell, or null for an exception that deserves its stack.</returns>
    public static string? Sentence(Exception exception) => exception switch
    {
        FunctionStartException => exception.Message,
        OptionsValidationException options => string.Join(Environment.NewLine, options.Failures),
        IOException { InnerException: AddressInUseException } => $"{exception.Message} Stop what uses the port, or take another: --port N, or Host.LocalHttpPort in local.settings.json.",
        _ => null,
    };
}
