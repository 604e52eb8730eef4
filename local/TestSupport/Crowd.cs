using EntraEmulator.Tenants;

namespace TestSupport;

/// <summary>Users beside alice and bob, where a few are too few.</summary>
internal static class Crowd
{
    /// <summary>The names of the users, in one tenant.</summary>
    public static string[] Names(int count) => [.. Enumerable.Range(1, count).Select(number => $"user-{number}")];

    /// <summary>The usual directory, and in it so many users more.</summary>
    public static TenantDirectory Directory(int count)
    {
        var directory = TenantDirectory.CreateDefault();
        var alice = directory.FindUserByName("alice")!;
        return directory.With(users: Names(count).Select((name, i) => alice with
        {
            Name = name,
            ObjectId = $"c0ffee00-0000-4000-8000-{i:d12}",
            DisplayName = name,
            Mail = $"{name}@contoso.example",
        }));
    }
}
