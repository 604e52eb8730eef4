// A device shows a code; its user signs in elsewhere.
import { publicClient } from './clients.mjs';
import { answer, claimsOf } from '../script.mjs';
import { Browser } from '../walk.mjs';

await answer(async input => {
  let shown, page;
  const result = await publicClient(input).acquireTokenByDeviceCode({
    scopes: input.scopes,
    deviceCodeCallback: async code => {
      shown = code;
      page = new Browser().enter(code.verificationUri, code.userCode, input.button);
    },
  });
  return { interval: shown.interval, expiresIn: shown.expiresIn, page: await page, username: result.account.username, claims: claimsOf(result.accessToken) };
});
