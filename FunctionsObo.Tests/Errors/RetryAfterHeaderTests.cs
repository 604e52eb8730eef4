using FunctionsObo.Errors;
using TestSupport;

namespace FunctionsObo.Tests.Errors;

public sealed class RetryAfterHeaderTests
{
    private readonly ManualTime _time = new(new DateTimeOffset(2026, 1, 1, 12, 0, 0, TimeSpan.Zero));

    [Theory]
    [InlineData(null, null)]
    [InlineData("soon", null)]
    [InlineData("-5", null)]
    [InlineData("0", 0)]
    [InlineData("7", 7)]
    [InlineData("3600", 3600)]
    [InlineData("3601", 3600)]
    [InlineData("2147483647", 3600)]
    [InlineData("Thu, 01 Jan 2026 12:00:09 GMT", 9)]
    [InlineData("Thu, 01 Jan 2026 12:00:00 GMT", 0)]
    [InlineData("Thu, 01 Jan 2026 11:00:00 GMT", 0)]
    [InlineData("Fri, 02 Jan 2026 12:00:00 GMT", 3600)]
    public void The_wait_is_from_nothing_to_an_hour_and_a_date_in_the_past_is_now(string? header, int? seconds)
    {
        using var response = new HttpResponseMessage();
        if (header is not null) response.Headers.TryAddWithoutValidation("Retry-After", header);

        Assert.Equal(seconds is { } wait ? TimeSpan.FromSeconds(wait) : (TimeSpan?)null, response.RetryAfter(_time));
    }
}
