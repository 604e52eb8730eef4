// openid-client, which is certified for OpenID Connect: everything by the discovery document, all checks on.
import * as client from 'openid-client';
import { answer, claimsOf } from '../script.mjs';
import { Browser } from '../walk.mjs';

await answer(async input => {
  const config = await client.discovery(new URL(`${input.authority}/v2.0`), input.clientId, undefined, client.ClientSecretPost(input.secret), {
    execute: [client.enableNonRepudiationChecks], // the signature of the ID token too
  });
  const browser = new Browser();
  const verifier = client.randomPKCECodeVerifier();
  const [state, nonce] = [client.randomState(), client.randomNonce()];
  const address = client.buildAuthorizationUrl(config, {
    redirect_uri: input.redirectUri,
    scope: input.scope,
    code_challenge: await client.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    state,
    nonce,
    max_age: '3600',
  });
  const landed = await browser.go(address.href, ...input.buttons);
  const tokens = await client.authorizationCodeGrant(config, landed, { pkceCodeVerifier: verifier, expectedState: state, expectedNonce: nonce, maxAge: 3600, idTokenExpected: true });
  const subject = tokens.claims().sub;
  const refreshed = await client.refreshTokenGrant(config, tokens.refresh_token);
  const user = await client.fetchUserInfo(config, refreshed.access_token, subject);

  const signOut = client.buildEndSessionUrl(config, { post_logout_redirect_uri: input.redirectUri, id_token_hint: tokens.id_token, state: 'bye' });
  const back = await browser.go(signOut.href);
  return { idToken: tokens.claims(), access: claimsOf(tokens.access_token), user, back: back.href };
});
