using FunctionsObo.OnBehalfOf.Exchange;

namespace FunctionsObo.Registration;

/// <summary>The configuration, or the app itself, does not allow a start. The message is for the operator and names every mend.</summary>
public sealed class ConfigurationException(IReadOnlyList<string> errors)
    : Exception($"FunctionApp cannot start:{Environment.NewLine}{string.Join(Environment.NewLine, errors.Select(error => $"  - {error}"))}")
{
    /// <summary>Each error by itself.</summary>
    public IReadOnlyList<string> Errors { get; } = errors;
}
