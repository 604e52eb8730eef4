using EntraEmulator.Tenants;

namespace FunctionsObo.Testing.Platform;

/// <summary>The errors for a name that the test wrote and nobody has: they list the known ones.</summary>
internal static class Unknown
{
    /// <summary>Users that a test can add.</summary>
    public const string AddUsers = " Add others with TestAppOptions.Users.";

    public static ArgumentException User(string name, TenantDirectory directory, string parameter, string fix = "") =>
        Of("user", name, directory.Users.Select(user => user.Name), parameter, fix);

    public static ArgumentException Api(string name, IEnumerable<string> known, string parameter) =>
        new($"The app has no API '{name}'. It has: {string.Join(", ", known)}.", parameter);

    public static ArgumentException Of(string what, string name, IEnumerable<string> known, string parameter, string fix = "") =>
        new($"There is no {what} '{name}'. Known: {string.Join(", ", known)}.{fix}", parameter);
}
