using Microsoft.Extensions.Options;

namespace FunctionsObo.OnBehalfOf;

/// <summary>Checks section OnBehalfOf at start.</summary>
internal sealed class OnBehalfOfOptionsValidator : IValidateOptions<OnBehalfOfOptions>
{
    public ValidateOptionsResult Validate(string? name, OnBehalfOfOptions options)
    {
        string[] errors = [.. Check(options)];
        return errors.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }

    private static IEnumerable<string> Check(OnBehalfOfOptions options)
    {
        if (options.ExchangeTimeout < TimeSpan.FromSeconds(1) || options.ExchangeTimeout > TimeSpan.FromMinutes(5))
            yield return "OnBehalfOf:ExchangeTimeout must be from 00:00:01 to 00:05:00.";
        if (options.UserActionMemory < TimeSpan.Zero || options.UserActionMemory > TimeSpan.FromMinutes(10))
            yield return "OnBehalfOf:UserActionMemory must be from 00:00:00 to 00:10:00.";
        if (options.CircuitFailures is < 2 or > 1000)
            yield return "OnBehalfOf:CircuitFailures must be from 2 to 1000.";
        if (options.CircuitBreak < TimeSpan.FromSeconds(1) || options.CircuitBreak > TimeSpan.FromMinutes(10))
            yield return "OnBehalfOf:CircuitBreak must be from 00:00:01 to 00:10:00.";
    }
}
