using System.Net.Http.Headers;
using FunctionsObo.Errors;
using TestSupport;

namespace FunctionsObo.Tests.Errors;

/// <summary>How long others ask us to wait (RFC 9110 §10.2.3).</summary>
public sealed class RetryAfterHeaderTests
{
    private static readonly ManualTime Time = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(3600, 3600)]
    [InlineData(3601, 3600)]
    [InlineData(int.MaxValue, 3600)]
    public void Seconds_are_seconds_up_to_an_hour(int seconds, int wait) =>
        Assert.Equal(TimeSpan.FromSeconds(wait), Wait(new RetryConditionHeaderValue(TimeSpan.FromSeconds(seconds))));

    [Theory]
    [InlineData(-86_400, 0)]
    [InlineData(-1, 0)]
    [InlineData(0, 0)]
    [InlineData(90, 90)]
    [InlineData(86_400, 3600)]
    public void A_date_is_the_time_until_then_and_one_in_the_past_is_now(int seconds, int wait) =>
        Assert.Equal(TimeSpan.FromSeconds(wait), Wait(new RetryConditionHeaderValue(Time.GetUtcNow().AddSeconds(seconds))));

    [Fact]
    public void An_answer_that_does_not_say_is_no_wait_of_nothing() => Assert.Null(Wait(null));

    private static TimeSpan? Wait(RetryConditionHeaderValue? header)
    {
        using var response = new HttpResponseMessage();
        response.Headers.RetryAfter = header;
        return response.RetryAfter(Time);
    }
}
