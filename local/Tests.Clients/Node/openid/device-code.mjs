// openid-client signs a device in (RFC 8628).
import * as client from 'openid-client';
import { answer, claimsOf } from '../script.mjs';
import { Browser } from '../walk.mjs';

await answer(async input => {
  const config = await client.discovery(new URL(`${input.authority}/v2.0`), input.clientId, undefined, client.None());
  const device = await client.initiateDeviceAuthorization(config, { scope: input.scope });
  await new Browser().enter(device.verification_uri, device.user_code, input.button);
  const tokens = await client.pollDeviceAuthorizationGrant(config, { ...device, interval: 1 }); // it is approved already
  return { claims: claimsOf(tokens.access_token), idToken: tokens.claims() };
});
