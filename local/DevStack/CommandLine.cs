using System.CommandLine;
using System.CommandLine.Parsing;
using DevStack.Startup;

namespace DevStack;

/// <summary>Where each part listens, and whether FunctionApp is one. What the command line leaves open, the environment may say.</summary>
internal static class CommandLine
{
    public static RootCommand Create(Func<string, string?> environment, Func<LocalStackOptions, CancellationToken, Task<int>> run)
    {
        var usual = new LocalStackOptions();
        var functionApp = Port(nameof(usual.FunctionAppPort), "FunctionApp", usual.FunctionAppPort, environment);
        var emulator = Port(nameof(usual.EmulatorPort), "the Entra emulator (TLS)", usual.EmulatorPort, environment);
        var graph = Port(nameof(usual.GraphPort), "the Graph API", usual.GraphPort, environment);
        var orders = Port(nameof(usual.OrdersPort), "the Orders API", usual.OrdersPort, environment);
        var withoutApp = new Option<bool>("--without-app") { Description = "Start all but FunctionApp, and print what one that is started elsewhere needs.", Arity = ArgumentArity.Zero };

        var command = new RootCommand("Starts FunctionApp with all that it needs: the Entra emulator, and stand-ins for the APIs that it calls.") { functionApp, emulator, graph, orders, withoutApp };
        command.HelpName = "dotnet run --project local/DevHost --";
        command.SetAction((given, stop) => run(new LocalStackOptions
        {
            FunctionAppPort = given.GetValue(functionApp),
            EmulatorPort = given.GetValue(emulator),
            GraphPort = given.GetValue(graph),
            OrdersPort = given.GetValue(orders),
            WithoutApp = given.GetValue(withoutApp),
        }, stop));
        return command;
    }

    /// <summary>Reads arguments; options have their names in any case.</summary>
    public static ParseResult Read(this RootCommand command, string[] args) => command.Parse([.. args.Select(argument =>
        command.Options.FirstOrDefault(option => option.Name.Equals(argument.Split('=')[0], StringComparison.OrdinalIgnoreCase)) is { Name: var name }
            ? name + argument[name.Length..]
            : argument)]);

    private static Option<int> Port(string name, string part, int usual, Func<string, string?> environment)
    {
        var variable = $"DEVHOST_{name.ToUpperInvariant()}";
        return new($"--{name}")
        {
            Description = $"Where {part} listens, 0 for any free port. Also as {variable}.",
            HelpName = "port",
            Arity = ArgumentArity.ZeroOrMore, // the last one counts
            CustomParser = result => Port(result, $"--{name}", result.Tokens[^1].Value),
            DefaultValueFactory = result => result.Parent is OptionResult { Implicit: false } ? Port(result, $"--{name}", text: null)
                : environment(variable) is { Length: > 0 } text ? Port(result, variable, text)
                : usual,
        };
    }

    private static int Port(ArgumentResult result, string source, string? text)
    {
        if (int.TryParse(text, out var port) && port is >= 0 and <= ushort.MaxValue) return port;
        result.AddError($"{source} needs a port from 0 (any free one) to 65535{(text is null ? "." : $", not '{text}'.")}");
        return default;
    }
}
