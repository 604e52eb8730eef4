// The workbench in the dark, on a narrow screen, and by the keyboard alone.
import { inBrowser } from '../browser/context.mjs';
import { open, chainAfter } from './page.mjs';

await inBrowser(async (context, { address, folder }) => {
  const found = {};
  const shapes = { dark: { colorScheme: 'dark' }, narrow: { viewport: { width: 390, height: 800 } }, 'narrow-dark': { colorScheme: 'dark', viewport: { width: 320, height: 800 } } };
  for (const [name, { colorScheme = 'light', viewport = { width: 1360, height: 900 } }] of Object.entries(shapes)) {
    const page = await open(context, address);
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.setViewportSize(viewport);
    await page.getByRole('button', { name: 'bob', exact: true }).first().click();
    await chainAfter(page, () => page.click('#send'));
    found[name] = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true });
  }

  const page = await open(context, address);
  const to = async (selector, key = 'Tab') => {
    for (let pressed = 0; pressed < 60 && !await page.evaluate(asked => document.activeElement.matches(asked), selector); pressed++) await page.keyboard.press(key);
  };
  await to('.person');
  await page.keyboard.press('Enter');
  await to('#send');
  found.keyboard = await chainAfter(page, () => page.keyboard.press('Enter'));
  await to('.step summary');
  await page.keyboard.press('Enter');
  found.opened = await page.locator('.step[open] .inside').count();
  return found;
});
