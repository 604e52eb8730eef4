using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Identity;
using FunctionsObo.Tool.Output;

namespace FunctionsObo.Tool.Cloud;

/// <summary>
/// Gets tokens for whoever signs in. Azure.Identity does it (https://learn.microsoft.com/dotnet/azure/sdk/authentication/credential-chains);
/// the emulator hands its tokens out.
/// </summary>
internal sealed class SignIn(CloudChoice cloud, HttpClient http, Terminal terminal)
{
    /// <summary>How long somebody may take to sign in, or 'az' to answer.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly Lock _gate = new();
    private Task _last = Task.CompletedTask;

    /// <param name="scope">What the token is for: <c>{API}/.default</c> or a scope.</param>
    /// <param name="client">The client that the user signs in to; null for the one of the Azure CLI.</param>
    /// <param name="claims">The claims that a challenge asked for.</param>
    /// <param name="cancellationToken">Ctrl+C.</param>
    /// <exception cref="SignInException">Nobody signed in.</exception>
    public Task<AccessToken> GetTokenAsync(string scope, string? client, string? claims, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            var mine = AfterAsync(_last, () => SignInAsync(scope, client, claims, cancellationToken));
            _last = mine;
            return mine;
        }
    }

    /// <summary>One sign-in after the other: of two codes at once nobody knows which is for what.</summary>
    private static async Task<AccessToken> AfterAsync(Task last, Func<Task<AccessToken>> signIn)
    {
        await last.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return await signIn();
    }

    private async Task<AccessToken> SignInAsync(string scope, string? client, string? claims, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            return await Credential(client).GetTokenAsync(new TokenRequestContext([scope], claims: claims, tenantId: cloud.Tenant, isCaeEnabled: true), patience.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new SignInException($"Nobody signed in within {Patience.TotalMinutes:0} minutes.", "");
        }
        catch (CredentialUnavailableException unavailable)
        {
            throw new SignInException(Unavailable, MessagesOf(unavailable));
        }
        catch (AuthenticationFailedException failed)
        {
            throw new SignInException("The sign-in failed.", MessagesOf(failed), IsUnreachable(failed));
        }
    }

    private TokenCredential Credential(string? client) => cloud switch
    {
        { Addresses.IsEmulator: true } => new EmulatorCredential(cloud, http, client),
        { Method: SignInMethod.AzCli } => new AzureCliCredential(new AzureCliCredentialOptions { TenantId = cloud.Tenant, ProcessTimeout = TimeSpan.FromSeconds(30) }),
        { Method: SignInMethod.Browser } => new InteractiveBrowserCredential(With(new InteractiveBrowserCredentialOptions { TenantId = cloud.Tenant, ClientId = client ?? AzureCli })),
        { Method: SignInMethod.Device } => new DeviceCodeCredential(With(new DeviceCodeCredentialOptions { TenantId = cloud.Tenant, ClientId = client ?? AzureCli, DeviceCodeCallback = ShowCode })),
        _ => new EnvironmentCredential(With(new EnvironmentCredentialOptions())),
    };

    /// <summary>The client of the Azure CLI, which every tenant knows.</summary>
    public const string AzureCli = "04b07795-8ddb-461a-bbee-02f9e1bf7b46";

    private Task ShowCode(DeviceCodeInfo code, CancellationToken cancellationToken) => terminal.Error.WriteLineAsync(code.Message.AsMemory(), cancellationToken);

    /// <summary>A private cloud is not in Entra's list of clouds: asking that list would only be refused, after a while.</summary>
    private T With<T>(T options)
        where T : TokenCredentialOptions
    {
        options.AuthorityHost = cloud.Addresses.Authority;
        options.Transport = new HttpClientTransport(http);
        options.Retry.MaxRetries = 1;
        var isKnown = CloudAddresses.IsKnown(cloud.Addresses.Authority);
        switch (options)
        {
            case InteractiveBrowserCredentialOptions browser: browser.DisableInstanceDiscovery = !isKnown; break;
            case DeviceCodeCredentialOptions device: device.DisableInstanceDiscovery = !isKnown; break;
            case EnvironmentCredentialOptions environment: environment.DisableInstanceDiscovery = !isKnown; break;
        }

        return options;
    }

    private string Unavailable => cloud.Method switch
    {
        SignInMethod.AzCli => "The Azure CLI has nobody signed in, or is not installed: run 'az login', or choose --auth browser or --auth device.",
        SignInMethod.Env => "The variables name no application: set AZURE_TENANT_ID, AZURE_CLIENT_ID, and AZURE_CLIENT_SECRET or AZURE_CLIENT_CERTIFICATE_PATH.",
        _ => "The sign-in could not begin: choose another --auth.",
    };

    private static bool IsUnreachable(Exception failure) => Chain(failure).Any(one => one is HttpRequestException);

    /// <summary>The identity platform's text stands in an inner exception.</summary>
    private static string MessagesOf(Exception failure) => string.Join(' ', Chain(failure).Select(one => one.Message).Distinct(StringComparer.Ordinal));

    private static IEnumerable<Exception> Chain(Exception? failure)
    {
        for (; failure is not null; failure = failure.InnerException) yield return failure;
    }
}

/// <summary>No token was had. The message says what to do; <see cref="TheirText"/> is what others wrote, AADSTS number included.</summary>
internal sealed class SignInException(string message, string theirText, bool isUnreachable = false) : Exception(message)
{
    /// <summary>Whether nobody answered; else somebody refused.</summary>
    public bool IsUnreachable { get; } = isUnreachable;

    public string TheirText { get; } = theirText;
}
