namespace EntraEmulator.StackFiles;

/// <summary>Checks <c>guestFrom</c> of users: a guest is a member somewhere else, and is described there.</summary>
internal sealed class GuestReader(StackErrors errors)
{
    private static readonly string[] OfMembers = ["givenName", "surname", "jobTitle", "displayName", "mail"];

    public void Check(Section file, IReadOnlyList<TenantDefinition> tenants)
    {
        foreach (var (tenant, at) in (file.Find("tenants")?.Items ?? []).Zip(tenants))
        {
            foreach (var user in tenant.Members.GetValueOrDefault("users")?.Items ?? [])
            {
                if (user.Members.GetValueOrDefault("guestFrom") is { Text.Length: > 0 } home) Check(user, home, at, tenants);
            }
        }
    }

    private void Check(Located user, Located home, TenantDefinition at, IReadOnlyList<TenantDefinition> tenants)
    {
        foreach (var member in OfMembers.Select(user.Members.GetValueOrDefault).OfType<Located>())
            errors.Add(member.NamePlace, $"{member.Path} belongs to no guest. Remove it: what the member of {home.Text} has is taken.");
        var known = tenants.Where(one => one != at && one.Name.Length > 0).ToList();
        if (known.Find(one => one.Name.Equals(home.Text, StringComparison.OrdinalIgnoreCase)) is not { } tenant)
            errors.Add(home, $"and there is no such other tenant. Known: {string.Join(", ", known.Select(one => one.Name).Take(20))}.");
        else if (user.Members.GetValueOrDefault("name") is { Text.Length: > 0 } name && !tenant.Users.Any(one => one.GuestFrom is null && one.Name.Equals(name.Text, StringComparison.OrdinalIgnoreCase)))
            errors.Add(name, $"and there is no such user of {tenant.Name} who could be a guest here. Add one there.");
    }
}
