namespace FunctionApp;

internal static class Program
{
    private static void Main() { }
}
