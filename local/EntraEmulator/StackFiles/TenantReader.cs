using System.Text.Json;

namespace EntraEmulator.StackFiles;

/// <summary>Reads <c>tenants</c>.</summary>
internal sealed class TenantReader(StackErrors errors)
{
    internal static readonly Rule DirectoryRole = Rule.OneOf(
        "Global Administrator", "Privileged Role Administrator", "Application Administrator", "Cloud Application Administrator");

    public IReadOnlyList<TenantDefinition> Read(Section file)
    {
        var names = new Unique(errors);
        if (file.Required("tenants", "[ { \"name\": \"contoso\", … } ]") is { Kind: JsonValueKind.Array, Items.Count: 0 } none) errors.Add(none, "which has no tenant. Add the app's.");
        var tenants = file.Sections("tenants", "name", "id", "domain", "users", "groups").Select(tenant => Tenant(tenant, names)).ToList();
        new GuestReader(errors).Check(file, tenants);
        return tenants;
    }

    private TenantDefinition Tenant(Section tenant, Unique names)
    {
        var domain = tenant.Text("domain", Rule.TenantName with { What = "domain", Example = "\"contoso.example\"" });
        names.TakeAll([tenant.Find("name"), tenant.Find("id"), tenant.Find("domain")], "Each tenant has a name, an id and a domain of its own: change one.");
        var (userNames, groupNames) = (new Unique(errors), new Unique(errors));
        var users = tenant.Sections("users", "name", "id", "givenName", "surname", "jobTitle", "displayName", "mail", "directoryRoles", "guestFrom").Select(user => User(user, domain, userNames)).ToList();
        var groups = tenant.Sections("groups", "name", "members").Select(group => Group(group, users, groupNames));
        return new TenantDefinition(tenant.Text("name", Rule.TenantName), tenant.Text("id", Rule.Id).ToLowerInvariant(), domain, users, [.. groups]);
    }

    private static UserDefinition User(Section user, string domain, Unique names)
    {
        var (name, givenName, surname) = (user.Text("name", Rule.Name), user.OptionalText("givenName", Rule.Text) ?? "", user.OptionalText("surname", Rule.Text) ?? "");
        var mail = user.OptionalText("mail", Rule.Text) ?? (name.Length > 0 && domain.Length > 0 ? $"{name}@{domain}" : "");
        names.TakeAll([user.Find("name"), user.Find("id"), user.FindOr("mail", mail)], "Each user of a tenant has a name, an id and a mail of their own: change one.");
        return new UserDefinition(
            name,
            user.Text("id", Rule.Id).ToLowerInvariant(),
            user.OptionalText("displayName", Rule.Text) ?? ($"{givenName} {surname}".Trim() is { Length: > 0 } full ? full : name),
            givenName,
            surname,
            mail,
            user.OptionalText("jobTitle", Rule.Text) ?? "")
        {
            DirectoryRoles = user.Texts("directoryRoles", DirectoryRole),
            GuestFrom = user.OptionalText("guestFrom", Rule.TenantName),
        };
    }

    private static GroupDefinition Group(Section group, IEnumerable<UserDefinition> users, Unique names)
    {
        names.Take(group.Find("name"), "Each group of a tenant has a name of its own: change one.");
        return new GroupDefinition(group.Text("name", Rule.Text with { Example = "\"Everyone\"" }), group.References("members", "user in this tenant", [.. users.Select(user => user.Name).Where(name => name.Length > 0)]));
    }
}
