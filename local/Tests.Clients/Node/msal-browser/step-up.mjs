// The client itself asks for an authentication context, as it would for an API that wants one.
import { inBrowser } from '../browser/context.mjs';
import { open, popup } from '../browser/client-page.mjs';

await inBrowser(async (context, { origin, username, button, claims, answers }) => {
  const page = await open(context, origin);
  const before = await popup(page, [button]);
  const after = await popup(page, answers, { claims, loginHint: username });
  return { before, after };
});
