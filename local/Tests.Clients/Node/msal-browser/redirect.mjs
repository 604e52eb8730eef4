// Sign-in by redirect, then silently: from the cache, and by the refresh token. The API takes the token.
import { inBrowser } from '../browser/context.mjs';
import { callApi, open, redirect, silently } from '../browser/client-page.mjs';

await inBrowser(async (context, { origin, username, button }) => {
  const page = await open(context, origin);
  await redirect(page, username, [button]);
  const cached = await silently(page);
  const refreshed = await silently(page, { forceRefresh: true });
  return { cached, refreshed, api: await callApi(page, 'me') };
});
