// oauth4webapi: each step by itself, the client by HTTP Basic.
import * as oauth from 'oauth4webapi';
import { answer, claimsOf } from '../script.mjs';
import { Browser } from '../walk.mjs';

await answer(async input => {
  const issuer = new URL(`${input.authority}/v2.0`);
  const server = await oauth.processDiscoveryResponse(issuer, await oauth.discoveryRequest(issuer));
  const client = { client_id: input.clientId };
  const authentication = oauth.ClientSecretBasic(input.secret);
  const verifier = oauth.generateRandomCodeVerifier();
  const [state, nonce] = [oauth.generateRandomState(), oauth.generateRandomNonce()];
  const address = new URL(server.authorization_endpoint);
  address.search = new URLSearchParams({
    client_id: input.clientId,
    response_type: 'code',
    redirect_uri: input.redirectUri,
    scope: input.scope,
    code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    state,
    nonce,
  });
  const landed = await new Browser().go(address.href, ...input.buttons);
  const parameters = oauth.validateAuthResponse(server, client, landed, state);
  const redemption = await oauth.authorizationCodeGrantRequest(server, client, authentication, parameters, input.redirectUri, verifier);
  const tokens = await oauth.processAuthorizationCodeResponse(server, client, redemption, { expectedNonce: nonce, requireIdToken: true });
  await oauth.validateApplicationLevelSignature(server, redemption);
  const refreshed = await oauth.processRefreshTokenResponse(server, client, await oauth.refreshTokenGrantRequest(server, client, authentication, tokens.refresh_token));
  const again = await oauth.authorizationCodeGrantRequest(server, client, authentication, parameters, input.redirectUri, verifier);
  const replay = await oauth.processAuthorizationCodeResponse(server, client, again).then(() => 'taken', failure => failure.error);
  return { idToken: oauth.getValidatedIdTokenClaims(tokens), access: claimsOf(tokens.access_token), refreshed: claimsOf(refreshed.access_token), replay };
});
