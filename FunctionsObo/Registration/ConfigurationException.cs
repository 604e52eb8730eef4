namespace FunctionsObo.Registration;

/// <summary>
/// The configuration, or the app itself, does not allow a start. The message is for the operator and names every fix. If nobody
/// catches it, the app prints the message and ends with exit code 1.
/// </summary>
public sealed class ConfigurationException : Exception
{
    internal ConfigurationException(IReadOnlyList<string> errors)
        : base($"The app cannot start:{Environment.NewLine}{string.Join(Environment.NewLine, errors.Select(error => $"  - {error}"))}") => Errors = errors;

    /// <summary>Each error by itself, with the key it is about and the fix.</summary>
    public IReadOnlyList<string> Errors { get; }

    /// <summary>Only the message: whoever prints this exception, a stack helps nobody to correct a configuration.</summary>
    /// <returns>The message.</returns>
    public override string ToString() => Message;
}
