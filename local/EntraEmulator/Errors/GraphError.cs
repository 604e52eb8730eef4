namespace EntraEmulator.Errors;

/// <summary>A refusal of the directory, as Microsoft Graph has it. See https://learn.microsoft.com/graph/errors.</summary>
internal sealed record GraphError(int Status, string Code, string Message)
{
    /// <value>A second code and what it is about, where Graph has them.</value>
    public (string Code, string Target)? Detail { get; init; }
}

/// <summary>Ends a request with a <see cref="GraphError"/>.</summary>
internal sealed class GraphErrorException(GraphError error) : Exception(error.Message)
{
    public GraphError Error { get; } = error;
}
