using FunctionsObo.Tool.Cloud;
using FunctionsObo.Tool.Cloud.Graph;

namespace FunctionsObo.Tool.Registering.Credentials;

/// <summary>Shows that the app gets a token with its credential. A new one takes a while to be known everywhere: seconds, sometimes minutes.</summary>
internal sealed class Proof(AppSignIn signIn, Replication replication)
{
    /// <summary>How "not there yet" is said: no such app, a wrong secret, an unknown key, no such trust.</summary>
    private static readonly int[] NotThereYet = [700016, 7000215, 700027, 70021, 700211, 700212, 700213];

    /// <param name="credential">What to try.</param>
    /// <param name="isNew">Whether it was made just now, so that a refusal may pass.</param>
    /// <param name="cancellationToken">Ctrl+C.</param>
    /// <returns>Null when it is good, else the AADSTS number of the refusal.</returns>
    /// <exception cref="HttpRequestException">The token endpoint did not answer.</exception>
    public async Task<int?> TryAsync(AppCredential credential, bool isNew, CancellationToken cancellationToken)
    {
        if (!isNew) return await AskAsync(credential, cancellationToken);
        try
        {
            return await replication.WaitOutAsync("the new credential", () => AskStrictlyAsync(credential, cancellationToken), failure => failure is RefusedException, cancellationToken);
        }
        catch (RefusedException refused)
        {
            return refused.Number;
        }
    }

    private async Task<int?> AskStrictlyAsync(AppCredential credential, CancellationToken cancellationToken)
    {
        var number = await AskAsync(credential, cancellationToken);
        return number is { } refusal && NotThereYet.Contains(refusal) ? throw new RefusedException(refusal) : number;
    }

    private Task<int?> AskAsync(AppCredential credential, CancellationToken cancellationToken) => credential switch
    {
        { Secret: { } secret } => signIn.TryAsync(secret, cancellationToken),
        { Certificate: { } certificate } => signIn.TryAsync(certificate, cancellationToken),
        { AssertionFile: { } file } => signIn.TryAsync(async cancelled => (await File.ReadAllTextAsync(file, cancelled)).Trim(), cancellationToken),
        _ => throw new InvalidOperationException("There is nothing to prove."),
    };

    private sealed class RefusedException(int number) : Exception
    {
        public int Number { get; } = number;
    }
}
