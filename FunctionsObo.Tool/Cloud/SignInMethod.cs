namespace FunctionsObo.Tool.Cloud;

/// <summary>Who signs in. One choice, not a chain: what is left in a variable must not decide who writes into a directory.</summary>
internal enum SignInMethod
{
    /// <summary>Whoever 'az login' signed in.</summary>
    AzCli,

    /// <summary>A user, in the browser of this machine.</summary>
    Browser,

    /// <summary>A user, by a code that is typed on another device.</summary>
    Device,

    /// <summary>An application, by AZURE_TENANT_ID, AZURE_CLIENT_ID and its secret or certificate.</summary>
    Env,
}
