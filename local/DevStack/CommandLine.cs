using System.CommandLine;
using System.CommandLine.Parsing;
using DevStack.Startup;
using DevStack.Stores;
using EntraEmulator.StackFiles;
using FunctionsHost.Configuration;

namespace DevStack;

/// <summary>Where each part listens, and whether FunctionApp is one. What the command line leaves open, the environment may say.</summary>
internal static class CommandLine
{
    private const string StackVariable = "DEVHOST_STACK";

    public static RootCommand Create(Func<string, string?> environment, StackDefinition stack, StackPage? page, IReadOnlyList<SharedStore> stores, Func<LocalStackOptions, CancellationToken, Task<int>> run)
    {
        var usual = new LocalStackOptions();
        var freePorts = new Option<bool>("--free-ports") { Description = "Any free port for every part that is given none here.", Arity = ArgumentArity.Zero };
        var functionApp = Port(nameof(usual.FunctionAppPort), "FunctionApp", environment, freePorts);
        var emulator = Port(nameof(usual.EmulatorPort), "the Entra emulator (TLS)", environment, freePorts);
        var apis = stack.DownstreamApis.Select(api => (api, Port: Port($"{api.Name}Port", $"the {api.Name} API", environment, freePorts))).ToList();
        var pagePort = page is null ? null : Port($"{page.Name}Port", $"the {page.Name}, a page for people,", environment, freePorts);
        var withoutApp = new Option<bool>("--without-app") { Description = "Start all but FunctionApp, and print what one that is started elsewhere needs.", Arity = ArgumentArity.Zero };
        var instances = new Option<int?>("--instances") { Description = "Run FunctionApp in so many processes of its own, which share the requests. Without this it runs in DevHost's own process, where a debugger reaches it.", HelpName = "number" };
        var store = new Option<string>("--store") { Description = $"Start a store by which the processes share their tokens, and tell FunctionApp of it: {string.Join(" or ", stores.Select(each => each.Name))}.", HelpName = "name" };
        var telemetry = new Option<bool>("--telemetry") { Description = "Print the spans of each request as a tree, with their times.", Arity = ArgumentArity.Zero };
        var settings = new Option<string>("--settings") { Description = "A file like local.settings.json: its values stand over those of the stack. None is read without this.", HelpName = "file" };

        var command = new RootCommand("Starts FunctionApp with all that it needs: the Entra emulator, and stand-ins for the APIs that it calls.")
        {
            functionApp, emulator, freePorts, StackOption(), settings, instances, store, telemetry, withoutApp,
        };
        foreach (var port in apis.Select(each => each.Port).Concat(pagePort is null ? [] : [pagePort]))
            command.Add(port);
        command.HelpName = "dotnet run --project local/DevHost --";
        command.Validators.Add(given =>
        {
            if (given.GetValue(withoutApp) && given.GetValue(settings) is not null)
                given.AddError("--settings is for the FunctionApp that starts here; with --without-app none does. Leave one of them out.");
            if (given.GetValue(store) is { } name && Named(name) is null)
                given.AddError($"--store knows {string.Join(" and ", stores.Select(each => each.Name))}, not '{name}'.");
            if (given.GetResult(instances) is null) return;
            if (given.GetValue(instances) is not (>= 1 and <= 32)) given.AddError("--instances needs a number from 1 to 32.");
            if (given.GetValue(withoutApp)) given.AddError("--instances is for the FunctionApp that starts here; with --without-app none does. Leave one of them out.");
            if (given.GetValue(telemetry)) given.AddError("--telemetry prints the spans of DevHost's own process; with --instances the app has others. Leave one of them out.");
        });
        command.SetAction((given, stop) =>
        {
            var local = given.GetValue(settings) is { } file ? LocalSettings.Read(file) : LocalSettings.None;
            return run(new LocalStackOptions
            {
                Stack = stack,
                FunctionAppPort = given.GetValue(functionApp) ?? local.Port ?? usual.FunctionAppPort,
                EmulatorPort = given.GetValue(emulator) ?? usual.EmulatorPort,
                ApiPorts = apis.ToDictionary(each => each.api.Name, each => given.GetValue(each.Port) ?? each.api.Port, StringComparer.OrdinalIgnoreCase),
                WithoutApp = given.GetValue(withoutApp),
                Instances = given.GetValue(instances),
                Store = Named(given.GetValue(store)),
                Telemetry = given.GetValue(telemetry),
                LocalSettings = local,
                Page = page,
                PagePort = (pagePort is null ? null : given.GetValue(pagePort)) ?? page?.UsualPort ?? 0,
            }, stop);
        });
        return command;

        SharedStore? Named(string? name) => stores.FirstOrDefault(each => each.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>The stack file that is asked for, or null: it has to be known first, as it says which options there are.</summary>
    public static string? StackFile(Func<string, string?> environment, string[] args)
    {
        var stack = StackOption();
        var given = new RootCommand { TreatUnmatchedTokensAsErrors = false, Options = { stack } }.Read(args);
        var asked = given.GetResult(stack) is { } result && !result.Errors.Any() ? given.GetValue(stack) : null;
        return asked ?? (environment(StackVariable) is { Length: > 0 } file ? file : null);
    }

    /// <summary>Reads arguments; options have their names in any case.</summary>
    public static ParseResult Read(this RootCommand command, string[] args) => command.Parse([.. args.Select(argument =>
        command.Options.FirstOrDefault(option => option.Name.Equals(argument.Split('=')[0], StringComparison.OrdinalIgnoreCase)) is { Name: var name }
            ? name + argument[name.Length..]
            : argument)]);

    private static Option<string?> StackOption() => new("--stack")
    {
        Description = $"What is served: another file than the nearest stack.json or local/stack.json. Also as {StackVariable}.",
        HelpName = "file",
    };

    private static Option<int?> Port(string name, string part, Func<string, string?> environment, Option<bool> freePorts)
    {
        var variable = $"DEVHOST_{name.ToUpperInvariant()}";
        return new($"--{name}")
        {
            Description = $"Where {part} listens, 0 for any free port. Also as {variable}.",
            HelpName = "port",
            Arity = ArgumentArity.ZeroOrMore, // the last one counts
            CustomParser = result => Port(result, $"--{name}", result.Tokens[^1].Value),
            DefaultValueFactory = result => result.Parent is OptionResult { Implicit: false } ? Port(result, $"--{name}", text: null)
                : result.GetValue(freePorts) ? 0
                : environment(variable) is { Length: > 0 } text ? Port(result, variable, text)
                : null,
        };
    }

    private static int? Port(ArgumentResult result, string source, string? text)
    {
        if (int.TryParse(text, out var port) && port is >= 0 and <= ushort.MaxValue) return port;
        result.AddError($"{source} needs a port from 0 (any free one) to 65535{(text is null ? "." : $", not '{text}'.")}");
        return default;
    }
}
