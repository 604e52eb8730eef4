// A web app: code with PKCE, redeemed with its secret.
import { CryptoProvider } from '@azure/msal-node';
import { confidentialClient } from './clients.mjs';
import { answer, claimsOf } from '../script.mjs';
import { Browser } from '../walk.mjs';

await answer(async input => {
  const client = confidentialClient(input, input.clientId, input.secret);
  const { verifier, challenge } = await new CryptoProvider().generatePkceCodes();
  const request = { scopes: input.scopes, redirectUri: input.redirectUri, state: 'a state=&', nonce: 'a-nonce' };
  const address = await client.getAuthCodeUrl({ ...request, codeChallenge: challenge, codeChallengeMethod: 'S256' });
  const landed = await new Browser().go(address, input.button);
  const result = await client.acquireTokenByCode({ ...request, code: landed.searchParams.get('code'), codeVerifier: verifier });
  return { state: landed.searchParams.get('state'), idToken: result.idTokenClaims, claims: claimsOf(result.accessToken) };
});
