// Opens an address, which may fail.
import { inBrowser } from './context.mjs';

await inBrowser(async (context, { address }) => {
  const page = await context.newPage();
  return page.goto(address).then(answer => ({ status: answer.status() }), failure => ({ failure: failure.message }));
});
