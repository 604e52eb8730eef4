namespace FunctionsObo.Downstream;

/// <summary>A path, or a value in one, could lead out of the API's base URL. Nothing was sent.</summary>
public sealed class UnusablePathException : ArgumentException
{
    internal UnusablePathException(string message)
        : base(message)
    {
    }
}
