// The client asks for more than was consented to: its user says no, and then yes.
import { inBrowser } from '../browser/context.mjs';
import { open, popup, press } from '../browser/client-page.mjs';

await inBrowser(async (context, { origin, username, button, scopes }) => {
  const page = await open(context, origin);
  await popup(page, [button]);
  const request = { scopes, loginHint: username };
  const [refused] = await Promise.all([
    page.evaluate(asked => attempt(() => signInByPopup(asked)), request),
    page.waitForEvent('popup').then(shown => press(shown, ['Cancel'])),
  ]);
  return { refused, accepted: await popup(page, ['Accept'], request) };
});
