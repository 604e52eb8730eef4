// Code with PKCE to a loopback address, then silently: from the cache, and by the refresh token.
import { publicClient } from './clients.mjs';
import { answer, claimsOf } from '../script.mjs';
import { Browser } from '../walk.mjs';

await answer(async input => {
  const client = publicClient(input);
  const browser = new Browser();
  const first = await client.acquireTokenInteractive({
    scopes: input.scopes,
    openBrowser: address => browser.go(address, input.button),
  });
  const cached = await client.acquireTokenSilent({ scopes: input.scopes, account: first.account });
  const refreshed = await client.acquireTokenSilent({ scopes: input.scopes, account: first.account, forceRefresh: true });
  return {
    username: first.account.username,
    homeAccountId: first.account.homeAccountId,
    claims: claimsOf(first.accessToken),
    isCached: cached.fromCache && cached.accessToken === first.accessToken,
    isRefreshed: !refreshed.fromCache && refreshed.accessToken !== first.accessToken,
    refreshed: claimsOf(refreshed.accessToken),
  };
});
