namespace DevHost;

internal static class Program
{
    private static void Main() { }
}
