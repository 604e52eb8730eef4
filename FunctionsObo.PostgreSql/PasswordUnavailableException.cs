using FunctionsObo.Logging;

namespace FunctionsObo.PostgreSql;

/// <summary>There is no password to sign in with.</summary>
/// <param name="fix">What to do.</param>
/// <param name="cause">What was thrown.</param>
internal sealed class PasswordUnavailableException(OurText fix, Exception cause) : Exception(fix.ToString(), cause)
{
    /// <summary>What to do.</summary>
    public OurText Fix { get; } = fix;
}
