namespace EntraEmulator.Errors;

/// <summary>Ends a request with an <see cref="EntraError"/>.</summary>
internal sealed class EntraErrorException(EntraError error) : Exception(error.Message)
{
    public EntraError Error { get; } = error;
}
