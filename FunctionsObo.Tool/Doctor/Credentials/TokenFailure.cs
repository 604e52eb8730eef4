using FunctionsObo.OnBehalfOf;
using FunctionsObo.Tool.Explaining;

namespace FunctionsObo.Tool.Doctor.Credentials;

/// <summary>Why there was no token for an API, explained by the tables of <c>explain</c>.</summary>
/// <param name="Api">The API's name in the settings.</param>
/// <param name="Line">What the engine's log says.</param>
/// <param name="IsOutage">Whether the identity platform did not answer.</param>
internal sealed record TokenFailure(string Api, string Line, bool IsOutage)
{
    private const string ConsentNumber = "AADSTS65001";

    /// <summary>As <c>AADSTS65001</c>; null when there is no number in it.</summary>
    public string? Number => Explained is { Kind: "AADSTS" } number ? number.Subject : null;

    private Explanation? Explained { get; init; }

    /// <param name="patient">Whose engine was asked.</param>
    /// <param name="api">The API's name in the settings.</param>
    /// <param name="thrown">What the engine threw.</param>
    public static TokenFailure Of(Examination patient, string api, Exception thrown)
    {
        var line = patient.Engine.Log.WhyNoToken(api) ?? thrown.Message;
        return new(api, line, thrown is OboException { IsOutage: true }) { Explained = Reader.Read(line, patient.Settings, patient.Now).Explanations is [var first, ..] ? first : null };
    }

    public Finding Tell()
    {
        if (IsOutage && Number is null) return Finding.Unknown($"{Api}: {Line}", Explained?.Fix) with { IsUnreachable = true };
        if (Explained is not { Fix: { } fix } explained) return Finding.Wrong($"{Api}: {Line}", "See what that line names; 'functions-obo explain' knows most of it.");
        return Finding.Wrong($"{Api}: {explained.Subject}: {explained.Meaning}", explained.Subject == ConsentNumber && Link is { } link ? $"{fix} As an administrator: {link}" : fix);
    }

    /// <summary>Where an administrator consents, as the engine's line has it.</summary>
    private string? Link => Array.Find(Line.Split(' '), word => word.Contains("/adminconsent?", StringComparison.Ordinal));
}
