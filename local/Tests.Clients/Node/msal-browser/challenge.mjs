// Something happens after the sign-in, the API answers with a challenge, the client takes it to a sign-in, and the API answers.
import { inBrowser } from '../browser/context.mjs';
import { callApi, open, popup, redirect, silently } from '../browser/client-page.mjs';

await inBrowser(async (context, { origin, username, button, happening, first, path, answers, byRedirect }) => {
  const page = await open(context, origin);
  await popup(page, [button]);
  const before = await callApi(page, first);
  await fetch(happening.address, { method: 'POST', body: happening.body && JSON.stringify(happening.body) });

  const challenged = await callApi(page, path);
  // A challenge without claims asks for another token, and MSAL has only this one in its cache.
  const silent = await silently(page, { claims: challenged.claims, forceRefresh: challenged.claims === undefined });
  const request = { claims: challenged.claims, loginHint: username };
  if (byRedirect) await redirect(page, username, answers, request);
  else await popup(page, answers, request);
  return { before, challenged, silent, after: await callApi(page, path) };
});
