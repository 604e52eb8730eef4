using DevStack.Startup;

namespace DevStack.Output;

/// <summary>What a person needs to see first: where everything is, who may sign in, and one line to paste.</summary>
internal static class Greeting
{
    public static string For(LocalStack stack)
    {
        var (app, emulator, graph, orders) = (stack.FunctionAppAddress, stack.Emulator.Address, stack.Graph.Address, stack.Orders.Address);
        return $"""

            FunctionApp     {app}api/
            Entra emulator  {emulator}
            Graph           {graph}graph/v1.0/
            Orders          {orders}

            Users           alice, bob (contoso); carol (fabrikam) is refused: FunctionApp takes contoso's users alone

            Call it as alice (the same line works in PowerShell with curl.exe for curl):
              {CurlLine(stack, "me")}

            Then            …/api/whoami, …/api/orders, …/api/orders/1001, …/api/overview; ?user=bob for somebody else's answers
            Look inside     curl -s {graph}dev/seen     the claims of the tokens that Graph accepted
                            curl -s {orders}dev/seen     the same for Orders
                            curl -sk {emulator}dev/stats  how many tokens were issued, and for what

            Ctrl+C stops everything.

            """;
    }

    public static string CurlLine(LocalStack stack, string function) =>
        $"curl -H \"Authorization: Bearer $(curl -sk '{stack.Emulator.Address}dev/token?user=alice')\" {stack.FunctionAppAddress}api/{function}";
}
