using FunctionsObo.Logging;

namespace FunctionsObo.Tests.Logging;

public sealed class LogTextTests
{
    private const string Token = "eyJhbGciOiJSUzI1NiIsImtpZCI6IjEifQ.eyJzdWIiOiJhbGljZSJ9.c2lnbmF0dXJl";

    [Theory]
    [InlineData(null, "none")]
    [InlineData("", "\"\" (theirs)")]
    [InlineData("api://other", "\"api://other\" (theirs)")]
    [InlineData("a\r\ninfo: b\u001b[31m\u2028é", "\"a__info: b_[31m__\" (theirs)")]
    [InlineData("a\" (theirs), reason \"b", "\"a' (theirs), reason 'b\" (theirs)")]
    public void Their_text_is_on_one_line_in_quotes_and_marked(string? text, string logged) => Assert.Equal(logged, TheirText.Of(text).ToString());

    [Fact]
    public void What_is_long_is_cut() => Assert.Equal($"\"{new string('a', 90)}...\" (theirs)", TheirText.Of(new string('a', 5000)).ToString());

    [Fact]
    public void What_looks_like_a_token_is_shown_nowhere() => Assert.All(
        new[] { TheirText.Of(Token).ToString(), OwnName.Of(Token).ToString(), $"{OurText.Of($"no {OwnName.Of(Token)} and {TheirText.Of($"Bearer {Token}")}")}" },
        text =>
        {
            Assert.DoesNotContain("eyJ", text, StringComparison.Ordinal);
            Assert.Contains("withheld", text, StringComparison.Ordinal);
        });

    [Fact]
    public void A_key_id_that_has_those_three_characters_by_chance_is_shown() =>
        Assert.Equal("\"aeyJ5678901234567890123456b\" (theirs)", TheirText.Of("aeyJ5678901234567890123456b").ToString());

    [Fact]
    public void Our_text_takes_numbers_and_names_whatever_the_culture() => Assert.Equal(
        "status 503, after 1.5 s, for Orders, NotFound, 00000000-0000-0000-0000-000000000000",
        OurText.Of($"status {503}, after {1.5:0.#} s, for {OwnName.Of("Orders")}, {System.Net.HttpStatusCode.NotFound}, {Guid.Empty}").ToString());

    [Fact]
    public void A_word_of_the_protocol_is_ours_and_any_other_theirs()
    {
        var known = new HashSet<string>(StringComparer.Ordinal) { "invalid_grant" };

        Assert.Equal("invalid_grant", OurText.Of("invalid_grant", known).ToString());
        Assert.Equal("\"Alice's fault\" (theirs)", OurText.Of("Alice's fault", known).ToString());
    }
}
