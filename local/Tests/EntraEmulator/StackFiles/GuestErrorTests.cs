namespace Local.Tests.EntraEmulator.StackFiles;

/// <summary>What is wrong with guests.</summary>
public sealed class GuestErrorTests
{
    public static TheoryData<string, string?, string[]> Files => new()
    {
        { "tenants", Guest("\"guestFrom\": \"woodgrove\""), ["2:358: tenants[1].users[0].guestFrom is \"woodgrove\", and there is no such other tenant. Known: contoso."] },
        { "tenants", Guest("\"guestFrom\": \"fabrikam\""), ["2:358: tenants[1].users[0].guestFrom is \"fabrikam\", and there is no such other tenant. Known: contoso."] },
        { "tenants", Guest("\"guestFrom\": \"contoso\"", name: "bob"), ["2:292: tenants[1].users[0].name is \"bob\", and there is no such user of contoso who could be a guest here. Add one there."] },
        { "tenants", Guest("\"guestFrom\": \"contoso\", \"mail\": \"a@b.example\""), ["2:369: tenants[1].users[0].mail belongs to no guest. Remove it: what the member of contoso has is taken."] },
    };

    [Theory]
    [MemberData(nameof(Files))]
    public void A_wrong_file_is_told_where_and_how(string section, string? json, string[] errors) =>
        Assert.Equal(errors.Select(error => $"stack.json:{error}"), StackText.ErrorsOf(StackText.Lines(section, json)));

    private static string Guest(string members, string name = "ann") => string.Concat(
        """[{ "name": "contoso", "id": "0c0a7050-0000-4000-8000-000000000001", "domain": "c.example", "users": [{ "name": "ann", "id": "5f0e7c1a-8a35-4d0c-9d5e-2b8f7a6c4d31" }] }, """,
        $$"""{ "name": "fabrikam", "id": "0fab71ca-0000-4000-8000-000000000002", "domain": "f.example", "users": [{ "name": "{{name}}", "id": "5f0e7c1a-8a35-4d0c-9d5e-2b8f7a6c4d32", {{members}} }] }]""");
}
