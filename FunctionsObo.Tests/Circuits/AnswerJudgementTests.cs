using FunctionsObo.Circuits;

namespace FunctionsObo.Tests.Circuits;

public sealed class AnswerJudgementTests
{
    [Theory]
    [InlineData(500, false, "Failed")]
    [InlineData(502, false, "Failed")]
    [InlineData(503, false, "Failed")]
    [InlineData(504, false, "Failed")]
    [InlineData(599, false, "Failed")]
    [InlineData(500, true, "Unknown")]
    [InlineData(503, true, "Unknown")]
    [InlineData(429, false, "Unknown")]
    [InlineData(429, true, "Unknown")]
    [InlineData(501, false, "Answered")]
    [InlineData(505, false, "Answered")]
    [InlineData(507, false, "Answered")]
    [InlineData(499, false, "Answered")]
    [InlineData(400, false, "Answered")]
    [InlineData(304, false, "Answered")]
    public void A_status_says_whose_failure_it_is(int status, bool asksToWait, string expected) =>
        Assert.Equal(expected, $"{AnswerJudgement.Of(status, asksToWait)}");
}
