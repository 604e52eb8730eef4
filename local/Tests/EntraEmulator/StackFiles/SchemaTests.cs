using System.Text.Json;
using System.Text.Json.Nodes;
using EntraEmulator.StackFiles;
using Json.Schema;
using TestSupport;

namespace Local.Tests.EntraEmulator.StackFiles;

/// <summary>Editors check a stack file by local/stack.schema.json: that says what the reader says, as far as a schema can.</summary>
public sealed class SchemaTests
{
    private const string Unknown = "zzzzzzzzzzzzzzzzzzzzzzzz";

    private static readonly string SchemaText = File.ReadAllText(Repository.PathOf(Path.Combine("local", "stack.schema.json")));
    private static readonly JsonSchema Schema = JsonSchema.FromText(SchemaText);

    /// <summary>What only the reader knows: whether another part of the file has the value too, and what a path or a placeholder means.</summary>
    private static readonly string[] BeyondASchema =
        ["there is no such", "of its own: change one", "of their own: change one", "for the same requests", "is no path", "the name of a claim", "has a constraint", "and there is no {", "brace has no partner"];

    /// <summary>A section as the schema calls it, and where it stands in the full file.</summary>
    public static TheoryData<string, string> Sections => new()
    {
        { "", "$" },
        { "tenant", "$.tenants[0]" },
        { "user", "$.tenants[0].users[0]" },
        { "group", "$.tenants[0].groups[0]" },
        { "app", "$.app" },
        { "client", "$.clients[0]" },
        { "redirectUris", "$.clients[0].redirectUris" },
        { "api", "$.downstreamApis[0]" },
        { "route", "$.downstreamApis[0].routes[0]" },
        { "policy", "$.policies[0]" },
        { "signIn", "$.signIn" },
    };

    [Fact]
    public void The_default_stack_and_one_with_every_key_are_valid()
    {
        Assert.True(IsValid(StackText.Default));
        Assert.True(IsValid(StackText.Full));
        StackText.Read(StackText.Full);
    }

    [Theory]
    [MemberData(nameof(Sections))]
    public void Reader_and_schema_know_the_same_keys(string section, string place)
    {
        var error = Assert.Single(StackText.ErrorsOf(Changed(place, json => json[Unknown] = 1)));
        var known = error[(error.IndexOf("Known here: ", StringComparison.Ordinal) + "Known here: ".Length)..].TrimEnd('.').Split(", ");

        Assert.Equal(known.Order(StringComparer.Ordinal), Properties(section).Select(property => property.Name).Order(StringComparer.Ordinal));
        Assert.False(IsValid(Changed(place, json => json[Unknown] = 1)));
    }

    [Theory]
    [MemberData(nameof(Sections))]
    public void Every_key_is_described(string section, string place)
    {
        Assert.StartsWith("$", place, StringComparison.Ordinal);
        Assert.All(Properties(section), property => Assert.True(property.Value.TryGetProperty("description", out _) || Target(property.Value).TryGetProperty("description", out _), property.Name));
    }

    [Theory]
    [MemberData(nameof(Sections))]
    public void A_key_that_is_missing_or_has_a_wrong_type_is_refused_by_both_or_by_none(string section, string place)
    {
        foreach (var key in Properties(section).Select(property => property.Name))
        {
            AssertSameVerdict(Changed(place, json => json.Remove(key)));
            foreach (var value in new[] { "null", "true", "5", "5.5", "-1", "\"\"", "\" \"", "\"a b/c\"", "[]", "[5]", "[\"a b\"]", "{}", "{ \"a\": 5 }" })
                AssertSameVerdict(Changed(place, json => json[key] = JsonNode.Parse(value)));
        }
    }

    [Theory]
    [MemberData(nameof(TenantErrorTests.Files), MemberType = typeof(TenantErrorTests))]
    [MemberData(nameof(ApplicationErrorTests.Files), MemberType = typeof(ApplicationErrorTests))]
    [MemberData(nameof(RedirectUriErrorTests.Files), MemberType = typeof(RedirectUriErrorTests))]
    [MemberData(nameof(GuestErrorTests.Files), MemberType = typeof(GuestErrorTests))]
    [MemberData(nameof(PolicyErrorTests.Files), MemberType = typeof(PolicyErrorTests))]
    [MemberData(nameof(ApiErrorTests.Files), MemberType = typeof(ApiErrorTests))]
    [MemberData(nameof(RouteErrorTests.Files), MemberType = typeof(RouteErrorTests))]
    public void A_file_that_is_wrong_in_itself_is_refused_by_both(string section, string? json, string[] errors)
    {
        Assert.NotEmpty(errors);
        AssertSameVerdict(StackText.Lines(section, json));
    }

    private static void AssertSameVerdict(string file)
    {
        IReadOnlyList<string> errors = [];
        try
        {
            StackText.Read(file);
        }
        catch (StackFileException failure)
        {
            errors = [.. failure.Errors.Where(error => !BeyondASchema.Any(end => error.Contains(end, StringComparison.Ordinal)))];
        }

        Assert.True(errors.Count == 0 == IsValid(file), $"The schema says {IsValid(file)}, the reader: {string.Join('\n', errors)}\n{file}");
    }

    private static bool IsValid(string file) => Schema.Evaluate(JsonSerializer.SerializeToElement(StackText.Parse(file))).IsValid;

    private static string Changed(string place, Action<JsonObject> change)
    {
        var file = StackText.Parse(StackText.Full)!;
        var at = file;
        foreach (var name in place.Split('.').Skip(1))
            at = name.EndsWith("[0]", StringComparison.Ordinal) ? at[name[..^3]]![0]! : at[name]!;
        change(at.AsObject());
        return file.ToJsonString();
    }

    private static List<JsonProperty> Properties(string section) =>
        [.. (section.Length == 0 ? JsonElement.Parse(SchemaText) : Definition(section)).GetProperty("properties").EnumerateObject()];

    private static JsonElement Target(JsonElement property) => Definition(property.GetProperty("$ref").GetString()!.Split('/')[^1]);

    private static JsonElement Definition(string name) => JsonElement.Parse(SchemaText).GetProperty("$defs").GetProperty(name);
}
