using System.Text;
using EntraEmulator.StackFiles;

namespace Local.Tests.EntraEmulator.StackFiles;

/// <summary>Files that are no stack files at all, or are made to hurt: they are refused in sentences, and soon.</summary>
public sealed class HostileFileTests
{
    private static readonly byte[] Others = [.. "\"{}[],:/\\0 \n\u007f"u8, 0xE9];

    public static TheoryData<string, string> NoStacks => new()
    {
        { "", "stack.json:1:1: the file ends here, before its JSON does. Close what is open: { with }, [ with ]." },
        { "  \n ", "stack.json:2:2: the file ends here, before its JSON does. Close what is open: { with }, [ with ]." },
        { "// nothing", "stack.json:1:11: the file ends here, before its JSON does. Close what is open: { with }, [ with ]." },
        { "[]", "stack.json:1:1: the file is a list, which is no object. Write one: { … }." },
        { "null", "stack.json:1:1: the file is null, which is no object. Write one: { … }." },
        { "\"text\"", "stack.json:1:1: the file is \"text\", which is no object. Write one: { … }." },
        { "{", "stack.json:1:2: the file ends here, before its JSON does. Close what is open: { with }, [ with ]." },
        { "{ } x", "stack.json:1:5: this is not JSON. 'x' is invalid after a single JSON value. Expected end of data." },
        { "{\n  \"é\": tru\n}", "stack.json:2:11: this is not JSON. 'tru }' is an invalid JSON literal. Expected the literal 'true'." },
        { "{ \"app\": 01 }", "stack.json:1:11: this is not JSON. Invalid leading zero before '1'." },
        { new string('[', 100_000), "stack.json:1:65: this is not JSON. The maximum configured depth of 64 has been exceeded. Cannot read next JSON array." },
    };

    [Theory]
    [MemberData(nameof(NoStacks))]
    public void What_is_no_JSON_object_is_told_where(string file, string error) => Assert.Equal(error, StackText.ErrorsOf(file)[0]);

    [Fact]
    public void A_key_that_stands_twice_is_told_with_both_lines() =>
        Assert.Equal(["stack.json:4:3: tenants stands here twice, first in line 2. Remove one."], StackText.ErrorsOf(StackText.Least.Insert(StackText.Least.LastIndexOf('}'), ", \"tenants\": []\n")));

    [Theory]
    [InlineData(new byte[] { (byte)'{', (byte)'\n', (byte)'"', 0xC3, 0x28 }, "stack.json:2:2: this is not UTF-8. Save the file in that encoding.")]
    [InlineData(new byte[] { 0xFF, 0xFE, (byte)'{', 0 }, "stack.json:1:1: this is not UTF-8. Save the file in that encoding.")]
    [InlineData(new byte[] { 0xEF, 0xBB, 0xBF }, "stack.json:1:1: the file ends here, before its JSON does. Close what is open: { with }, [ with ].")]
    [InlineData(new byte[] { 0, 0, 0 }, "stack.json:1:1: this is not JSON. '0x00' is an invalid start of a value.")]
    public void A_file_in_another_encoding_is_told_so(byte[] file, string error) => Assert.Equal([error], StackText.ErrorsOf(file));

    [Fact]
    public void A_column_is_in_characters_and_without_the_byte_order_mark() =>
        Assert.Equal("stack.json:1:11: x is unknown. Known here: $schema, tenants, app, clients, downstreamApis, policies, signIn.", StackText.ErrorsOf([.. Encoding.UTF8.Preamble, .. """{"é€😀":1,"x":1}"""u8])[^1]);

    [Theory]
    [InlineData("""{ "\ud800": 1 }""")]
    [InlineData("""{ "app": { "name": "\udfff" } }""")]
    [InlineData("""{ "downstreamApis": [{ "routes": [{ "answer": "\ud800" }] }] }""")]
    public void Half_of_a_surrogate_pair_is_told_so(string file) => Assert.Contains(StackText.ErrorsOf(file), error => error.Contains("half of a surrogate pair", StringComparison.Ordinal));

    [Fact]
    public void Of_many_errors_the_first_20_are_told_and_how_many_more_there_are()
    {
        var errors = StackText.ErrorsOf(StackText.With("clients", $"[{string.Join(',', Enumerable.Repeat("1", 50))}]"));

        Assert.Equal(21, errors.Count);
        Assert.Equal("stack.json: and 30 more.", errors[^1]);
    }

    [Theory]
    [InlineData("a\\nb\\u001b[31m")]
    [InlineData("a\\u0085\\u2028b")]
    public void No_error_has_two_lines_or_moves_the_cursor(string text)
    {
        foreach (var error in StackText.ErrorsOf($$"""{ "{{text}}": 1, "tenants": [{ "name": "{{text}}" }], "app": { "{{text}}": { "{{text}}": 1 } } }"""))
            Assert.DoesNotContain(error, letter => char.IsControl(letter) || letter is '\u2028' or '\u2029');
    }

    [Theory]
    [InlineData("many values in one line")]
    [InlineData("a long name")]
    [InlineData("a long text")]
    [InlineData("values below a long name")]
    [InlineData("a long number")]
    public void A_long_file_is_refused_in_short_lines(string what)
    {
        const int Size = 200_000;
        var file = what switch
        {
            "many values in one line" => $$"""{ "clients": [{{string.Join(',', Enumerable.Repeat("7", Size / 2))}}] }""",
            "a long name" => $$"""{ "{{new string('n', Size)}}": 1 }""",
            "a long text" => $$"""{ "tenants": "{{new string('n', Size)}}" }""",
            "values below a long name" => $$"""{ "{{new string('n', Size / 2)}}": [{{string.Join(',', Enumerable.Repeat("7", Size / 4))}}] }""",
            _ => $$"""{ "tenants": {{new string('7', Size)}} }""",
        };

        Assert.All(StackText.ErrorsOf(file), error => Assert.InRange(error.Length, 1, 300));
    }

    [Fact]
    public void Ten_megabytes_are_not_even_read() => Assert.Equal(
        ["stack.json:1:1: this file is larger than 1,000,000 bytes, and no stack file. Choose another with --stack."], StackText.ErrorsOf(new byte[10_000_000]));

    [Fact]
    public void A_byte_that_is_lost_or_changed_anywhere_gives_a_stack_or_errors()
    {
        var good = Encoding.UTF8.GetBytes(StackText.Full);
        for (var at = 0; at < good.Length; at++)
        {
            ReadOrErrors([.. good[..at], .. good[(at + 1)..]]);
            ReadOrErrors(good[..at]);
            byte[] changed = [.. good];
            changed[at] = Others[at % Others.Length];
            ReadOrErrors(changed);
        }
    }

    private static void ReadOrErrors(byte[] file)
    {
        try
        {
            StackDefinition.Read(file, "stack.json");
        }
        catch (StackFileException failure)
        {
            Assert.NotEmpty(failure.Errors);
        }
    }
}
