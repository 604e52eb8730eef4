// Once through the whole workbench: signs in, makes each trouble, solves it, and takes a picture of each.
import { inBrowser } from '../browser/context.mjs';
import { open, chainAfter, signIn } from './page.mjs';

async function inTheDark(page, work) {
  await page.emulateMedia({ colorScheme: 'dark' });
  await work();
  await page.emulateMedia({ colorScheme: 'light' });
}

const answers = ['Alice', 'Accept', 'Approve'];

await inBrowser(async (context, { address, folder }) => {
  const page = await open(context, address);
  const picture = name => page.screenshot({ path: `${folder}/${name}.png`, fullPage: true });
  const send = () => page.click('#send');
  await picture('welcome');
  await signIn(page, answers);

  const found = { ready: await page.evaluate(() => Number(document.body.dataset.ready)), first: await chainAfter(page, send, answers), troubles: {} };
  await picture('chain');
  await page.screenshot({ path: `${folder}/readme-chain.png` });
  await page.locator('.step summary').nth(1).click();
  found.inside = await page.locator('.step[open] .token').innerText();
  await picture('token');
  found.second = await chainAfter(page, send, answers);

  for (const id of await page.locator('input[name=trouble]').evaluateAll(all => all.map(one => one.value))) {
    await page.check(`input[name=trouble][value=${id}]`);
    const trouble = found.troubles[id] = await chainAfter(page, send, answers);
    await picture(id);
    if (id === 'factor') await inTheDark(page, () => page.screenshot({ path: `${folder}/readme-second-factor.png` }));
    if (trouble.fix) trouble.after = await chainAfter(page, () => page.click('.note button'), answers);
    await page.evaluate(() => fetch('dev/emulator/policies', { method: 'DELETE' }));
  }

  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.locator('#sign-in').waitFor();
  return found;
}, { viewport: { width: 1280, height: 860 }, reducedMotion: 'reduce' });
