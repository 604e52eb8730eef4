namespace FunctionsObo.Tool.Doctor.Settings;

/// <summary>Where the settings are from, and all else that the start would refuse.</summary>
internal static class SourceChecks
{
    public static IReadOnlyList<Check> All =>
    [
        new("S12", "Every setting is read from where it is edited", Need.Nothing, Sources),
        new("S13", "The start has nothing else to say of the settings", Need.Nothing, patient => StartErrors.Of(patient, "S13", "Correct that key; 'functions-obo settings' shows its value and where it is from.")),
        new("S14", "The code says who may call each function", Need.Nothing, Declarations),
    ];

    private static IEnumerable<Finding> Sources(Examination patient)
    {
        if (patient.Settings.File is not { } file)
        {
            if (!patient.Settings.IsAnyThere) yield return Finding.Wrong("There are no settings, in no local.settings.json here and in no variable", "Name a file with --settings, or run 'functions-obo register', which writes one.");
            yield break;
        }

        foreach (var (key, variable) in patient.Settings.Hidden)
            yield return Finding.Warning($"{key}: the variable {variable} stands over what {file.Name} says", $"Remove the variable {variable}, or change {key} there.");
        foreach (var name in file.WithColons)
            yield return Finding.Warning($"{name} is written with colons, which app settings on Linux cannot have", $"Write it as {name.Replace(":", "__", StringComparison.Ordinal)} in {file.Name}.");
    }

    private static IEnumerable<Finding> Declarations(Examination patient)
    {
        if (patient.App is not { } app) return [Finding.Unknown("No built app was found.", "Build the app, and give the path of its .dll with --app.")];
        var errors = app.Errors.Select(error => EngineErrors.Tell(error, "Correct the function's attributes."));
        return errors.DefaultIfEmpty(Finding.Fine($"{app.Rules.Count} functions, scopes {List(app.Scopes)}, app roles {List(app.AppRoles)}{(app.HasHealthReport ? "; those of the health report are not known" : "")}"));
    }

    private static string List(IReadOnlyList<string> values) => values.Count == 0 ? "none" : string.Join(", ", values);
}
