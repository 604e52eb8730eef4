// Sign-out by redirect or by popup ends the session too: the next sign-in shows the accounts again.
import { inBrowser } from '../browser/context.mjs';
import { open, popup, stateIs } from '../browser/client-page.mjs';

await inBrowser(async (context, { origin, button, byRedirect }) => {
  const page = await open(context, origin);
  await popup(page, [button]);
  const told = context.waitForEvent('request', request => request.url().includes('/signed-out.html'));
  if (byRedirect) {
    await page.evaluate(async () => { (await started).client.logoutRedirect(); });
    await stateIs(page, 'nobody');
  } else {
    await page.evaluate(async () => { await (await started).client.logoutPopup({ postLogoutRedirectUri: bridge }); });
  }
  const query = new URL((await told).url()).searchParams;
  const accounts = await page.evaluate(async () => (await started).client.getAllAccounts().length);
  const session = await page.evaluate(() => bySession());
  return { accounts, session, told: [...query.keys()] };
});
