// Sign-in by popup: the page stays as it is.
import { inBrowser } from '../browser/context.mjs';
import { callApi, open, popup } from '../browser/client-page.mjs';

await inBrowser(async (context, { origin, button }) => {
  const page = await open(context, origin);
  const signedIn = await popup(page, [button]);
  return { signedIn, api: await callApi(page, 'whoami') };
});
