using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using FunctionsObo.Testing.Platform;

namespace FunctionsObo.Testing.Downstream;

/// <summary>A request that an API expects, until its answer is said by one of the last methods. Each method leaves this one as it is.</summary>
public sealed class ScriptedCall
{
    private readonly TestApi _api;
    private readonly Script _script;

    internal ScriptedCall(TestApi api, Script script) => (_api, _script) = (api, script);

    /// <summary>Only for requests on behalf of this user.</summary>
    /// <exception cref="ArgumentException">There is no such user; the message lists the known ones.</exception>
    public ScriptedCall For(string user) => new(_api, _script with { User = _api.Known(user) });

    /// <summary>Only for so many requests; then others count. Without it, for all.</summary>
    public ScriptedCall Times(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        return new(_api, _script with { Times = count });
    }

    /// <summary>The answer takes so long, on the test's clock.</summary>
    public ScriptedCall After(TimeSpan delay)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(delay, TimeSpan.Zero);
        return new(_api, _script with { Delay = delay });
    }

    /// <summary>200 with JSON; names begin in lower case unless their type says otherwise.</summary>
    public void Answers(object json) => Answers(HttpStatusCode.OK, json);

    /// <summary>A status, without a body.</summary>
    public void Answers(HttpStatusCode status) => Answers(_ => new HttpResponseMessage(status));

    /// <summary>A status and JSON.</summary>
    public void Answers(HttpStatusCode status, object json) =>
        Answers(_ => new HttpResponseMessage(status) { Content = JsonContent.Create(json, json.GetType(), options: JsonSerializerOptions.Web) });

    /// <summary>Whatever the test makes of a request: a new response each time.</summary>
    public void Answers(Func<ApiRequest, HttpResponseMessage> answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        _api.Add(_script with { Answer = answer });
    }

    /// <summary>429: come back later.</summary>
    /// <param name="retryAfter">When; whole seconds.</param>
    public void Throttles(TimeSpan retryAfter) =>
        Answers(_ => new HttpResponseMessage(HttpStatusCode.TooManyRequests) { Headers = { RetryAfter = new RetryConditionHeaderValue(retryAfter) } });

    /// <summary>401 with a claims challenge: the token must say more.</summary>
    /// <param name="claims">What it asks for, as JSON.</param>
    public void Challenges(string claims = TestPlatform.UsualClaims)
    {
        var challenge = new AuthenticationHeaderValue("Bearer", $"error=\"insufficient_claims\", claims=\"{Convert.ToBase64String(Encoding.UTF8.GetBytes(claims))}\"");
        Answers(_ => new HttpResponseMessage(HttpStatusCode.Unauthorized) { Headers = { WwwAuthenticate = { challenge } } });
    }

    /// <summary>No answer: the connection cannot be made.</summary>
    public void Fails() => Answers(_ => throw new HttpRequestException(HttpRequestError.ConnectionError, "The connection was refused (scripted)."));
}
