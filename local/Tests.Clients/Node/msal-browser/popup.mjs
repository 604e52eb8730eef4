// Sign-in by popup, with consent; a no to the consent is told to the client.
import { inBrowser } from '../browser/context.mjs';
import { callApi, open, popup } from '../browser/client-page.mjs';

await inBrowser(async (context, { origin, button }) => {
  const page = await open(context, origin);
  const signedIn = await popup(page, [button]);
  return { signedIn, api: await callApi(page, 'whoami') };
});
