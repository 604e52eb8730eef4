using FunctionsObo.Authentication;
using FunctionsObo.Tool.Cloud;

namespace FunctionsObo.Tool.Doctor.Tokens;

/// <summary>A token for the API, and what the engine says of it. The token leaves this class only for the API that it is for.</summary>
/// <param name="get">Gets the token: from a file, standard input, or whoever signs in.</param>
internal sealed class TokenForApi(Func<CancellationToken, Task<string>> get)
{
    private const string Scheme = "Bearer ";

    private readonly Once<string> _token = new(get);
    private readonly Lock _gate = new();
    private Once<TokenVerdict>? _verdict;

    /// <summary>Judged as the app judges it, signature included.</summary>
    /// <exception cref="Cloud.SignInException">Nobody signed in.</exception>
    public Task<TokenVerdict> VerdictAsync(Examination patient, CancellationToken cancellationToken)
    {
        lock (_gate) _verdict ??= new(async cancel => await patient.Engine.Get<AccessTokenValidator>().ValidateAsync(new BearerToken(Header(await _token.GetAsync(cancel)), Scheme.Length), cancel));
        return _verdict.GetAsync(cancellationToken);
    }

    /// <summary>The value of the header for the API.</summary>
    public async Task<string> HeaderAsync(CancellationToken cancellationToken) => Header(await _token.GetAsync(cancellationToken));

    private static string Header(string token) => Scheme + token;
}
