namespace EntraEmulator.Errors;

/// <summary>A refusal of the token endpoint: OAuth error code, AADSTS number and sentence.</summary>
internal sealed record EntraError(string Error, int Code, string Message)
{
    public int Status { get; init; } = string.Equals(Error, "invalid_client", StringComparison.Ordinal) ? 401 : 400;

    public string? Suberror { get; init; }

    /// <value>A claims request, as the text of a JSON object.</value>
    public string? Claims { get; init; }

    public IReadOnlyList<int> Codes { get; init; } = [Code];
}

/// <summary>Ends a request with an <see cref="EntraError"/>.</summary>
internal sealed class EntraErrorException(EntraError error) : Exception(error.Message)
{
    public EntraError Error { get; } = error;
}
