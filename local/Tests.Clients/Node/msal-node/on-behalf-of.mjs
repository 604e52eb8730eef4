// A middle tier that meets a policy: it passes the challenge on, the client answers it, and the exchange goes through.
import { confidentialClient, publicClient } from './clients.mjs';
import { answer, claimsOf, failureOf } from '../script.mjs';
import { Browser } from '../walk.mjs';

await answer(async input => {
  const client = publicClient(input);
  const middleTier = confidentialClient(input, input.middleTier.clientId, input.middleTier.secret);
  const browser = new Browser();
  const exchange = token => middleTier.acquireTokenOnBehalfOf({ oboAssertion: token, scopes: input.downstreamScopes });

  const first = await client.acquireTokenInteractive({ scopes: input.scopes, openBrowser: address => browser.go(address, input.button) });
  const before = claimsOf((await exchange(first.accessToken)).accessToken);

  await fetch(input.policies, { method: 'POST', body: JSON.stringify(input.policy) });
  const refusal = await failureOf(() => middleTier.acquireTokenOnBehalfOf({ oboAssertion: first.accessToken, scopes: input.downstreamScopes, skipCache: true }));
  const second = await client.acquireTokenInteractive({
    scopes: input.scopes,
    claims: refusal.claims,
    loginHint: first.account.username,
    openBrowser: address => browser.go(address, 'Approve'),
  });
  const after = claimsOf((await exchange(second.accessToken)).accessToken);
  return { before, refusal, after };
});
