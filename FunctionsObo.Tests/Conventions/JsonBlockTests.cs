namespace FunctionsObo.Tests.Conventions;

/// <summary>Each block of JSON that a page shows is what it looks like: a stack file or a part of one, settings, or what the comment above says.</summary>
public sealed class JsonBlockTests
{
    [Theory]
    [MemberData(nameof(Documents.All), MemberType = typeof(Documents))]
    public void A_block_is_what_it_looks_like(string document) =>
        Assert.Empty(Documents.Blocks(Documents.Read(document), "json").SelectMany(block => JsonBlocks.Errors(block.Code, block.Comment)));

    [Theory]
    [MemberData(nameof(Documents.All), MemberType = typeof(Documents))]
    public void JSON_is_in_blocks_that_are_checked(string document)
    {
        var page = Documents.Read(document);

        foreach (var language in (string[])["jsonc", "json5", "JSON"]) Assert.Empty(Documents.Blocks(page, language));
    }

    [Fact]
    public void The_page_of_the_stack_file_shows_each_of_its_sections()
    {
        var places = Documents.Blocks(Documents.Read("docs/stack.md"), "json").Select(block => block.Comment ?? "");

        Assert.Superset(
            new HashSet<string>(["in stack.json: tenants[0].users", "in stack.json: tenants[0].groups", "in stack.json: tenants", "in stack.json: app", "in stack.json: clients", "in stack.json: downstreamApis"], StringComparer.Ordinal),
            new HashSet<string>(places, StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("""{ "tenants": [], "app": {} }""", null, "tenants is a list, which has no tenant.")]
    [InlineData("""{ "clients": [{ "name": "x" }] }""", null, "clients[0] has no \"clientId\".")]
    [InlineData("""{ "clients": [{ }] }""", "some other thing", "clients[0] has no \"clientId\".")]
    [InlineData("""{ "name": "dora" }""", "in stack.json: tenants[0].users", "tenants[0].users[2] has no \"id\".")]
    [InlineData("""{ "scopes": [] }""", "in stack.json: app", "app.scopes is a list, which has no scope.")]
    [InlineData("""{ "Values": { "AzureAd__TenantIds": "x", "FUNCTIONS_WORKER_RUNTIME": "dotnet-isolated" } }""", null, "AzureAd__TenantIds is a setting")]
    [InlineData("""{ "DownstreamApis": { "Stock": { "BaseUri": "x" } } }""", "settings", "DownstreamApis:Stock:BaseUri is a setting")]
    [InlineData("""{ "AzureAd:ClientIds": "x" }""", null, "AzureAd:ClientIds is a setting")]
    [InlineData("""{ "id": 5 }""", null, "no stack file and no settings")]
    [InlineData("{ id: 5 }", "an answer", "'i' is an invalid start")]
    public void What_is_wrong_with_a_block_is_found(string code, string? comment, string error) => Assert.Contains(error, JsonBlocks.Errors(code, comment)[0], StringComparison.Ordinal);

    [Theory]
    [InlineData("""{ "clients": [] } // without any""", null)]
    [InlineData("""{ "name": "dora", "id": "d07a0000-0000-4000-8000-000000000004" }""", "in stack.json: tenants[0].users")]
    [InlineData("""{ "IsEncrypted": false, "Values": { "DownstreamApis__Stock__Scopes__0": "x" } }""", null)]
    [InlineData("""{ "DownstreamApis": { "Stock": { "BaseUrl": "x", "Scopes": ["y"] } } }""", null)]
    [InlineData("""{ "id": 5, }""", "an answer of Graph")]
    public void What_is_right_is_not_complained_about(string code, string? comment) => Assert.Empty(JsonBlocks.Errors(code, comment));
}
