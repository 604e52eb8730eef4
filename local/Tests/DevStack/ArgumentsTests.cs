using DevStack;
using DevStack.Stores;
using EntraEmulator.StackFiles;
using DevCommandLine = DevStack.CommandLine;

namespace Local.Tests.DevStack;

public sealed class ArgumentsTests
{
    [Fact]
    public void Without_any_the_contract_holds()
    {
        var options = Arguments.Parse([], _ => null);

        Assert.Equal((7071, 7443, 7080, 7081, false), (options.FunctionAppPort, options.EmulatorPort, options.ApiPorts["Graph"], options.ApiPorts["Orders"], options.WithoutApp));
    }

    [Fact]
    public void A_port_comes_from_the_environment_unless_the_command_line_gives_it()
    {
        string? Environment(string name) => name switch { "DEVHOST_GRAPHPORT" => "1", "DEVHOST_ORDERSPORT" => "2", _ => null };

        var options = Arguments.Parse(["--ordersport", "3", "--WITHOUT-APP"], Environment);

        Assert.Equal((1, 3, true), (options.ApiPorts["Graph"], options.ApiPorts["Orders"], options.WithoutApp));
    }

    [Fact]
    public void A_wrong_variable_is_named()
    {
        var given = DevCommandLine.Create(name => name is "DEVHOST_GRAPHPORT" ? "x" : null, StackDefinition.Default, page: null, [SharedStore.PostgreSql], (_, _) => Task.FromResult(0)).Read([]);

        Assert.StartsWith("DEVHOST_GRAPHPORT", Assert.Single(given.Errors).Message, StringComparison.Ordinal);
    }
}
