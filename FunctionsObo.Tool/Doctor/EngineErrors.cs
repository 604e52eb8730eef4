namespace FunctionsObo.Tool.Doctor;

/// <summary>The engine's errors of configuration and code as findings: what is wrong, a colon, what to do.</summary>
internal static class EngineErrors
{
    /// <param name="error">One sentence or two of the engine.</param>
    /// <param name="fix">What to do where the error does not say it.</param>
    public static Finding Tell(string error, string fix)
    {
        var colon = error.LastIndexOf(": ", StringComparison.Ordinal);
        return colon > 0 && error[..colon].Contains(' ', StringComparison.Ordinal) // else it only stands behind the key
            ? Finding.Wrong(error[..colon], $"{Sentence(error[(colon + 2)..].TrimEnd('.'))}.")
            : Finding.Wrong(error.TrimEnd('.'), fix);
    }

    public static string Sentence(string text) => text.Length == 0 ? text : $"{char.ToUpperInvariant(text[0])}{text[1..]}";
}
