using FunctionsObo.Tool.Output;

namespace FunctionsObo.Tool.Tokens;

/// <summary>Gives a token to whoever asked, and to no eyes that did not: a screen is recorded, shared, photographed.</summary>
internal sealed class TokenDelivery(Terminal terminal)
{
    private const string CurlLine = """
        The token is not shown here, and no clipboard was found. Let curl take it, here with the address of 'func start' and DevHost:

          curl -H @<(printf 'Authorization: Bearer %s' "$(functions-obo token <the same options>)") http://localhost:7071/api/me

        Or write it to a file that only you may read: (umask 077; functions-obo token <the same options> > token.txt). With --show it comes on the screen.
        """;

    public async Task<int> HandOverAsync(UserTokens tokens, bool isShown, OutputFormat format, CancellationToken cancellationToken)
    {
        if (terminal.OutputIsRedirected || isShown)
        {
            var token = await tokens.GetAsync(null, cancellationToken);
            if (format == OutputFormat.Json) JsonOutput.Write(terminal.Out, new { accessToken = token.Token, token.ExpiresOn });
            else terminal.Out.WriteLine(token.Token);
            return ExitCodes.Done;
        }

        // Nobody signs in for a token that has nowhere to go.
        if (Clipboard.Find(terminal.Variables) is not { } clipboard)
        {
            terminal.Error.WriteLine(CurlLine);
            return ExitCodes.Usage;
        }

        await clipboard.CopyAsync((await tokens.GetAsync(null, cancellationToken)).Token, cancellationToken);
        terminal.Error.WriteLine("The token is in the clipboard. A clipboard with a history keeps it there.");
        return ExitCodes.Done;
    }
}
