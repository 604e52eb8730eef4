// Another tab, with no tokens of its own, gets one in a hidden frame by the session of the first.
import { inBrowser } from '../browser/context.mjs';
import { open, popup } from '../browser/client-page.mjs';

await inBrowser(async (context, { origin, button, username }) => {
  await popup(await open(context, origin), [button]);
  const other = await open(context, origin);
  return other.evaluate(loginHint => bySession({ loginHint }), username);
});
