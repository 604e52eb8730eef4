// What every script for a browser does: connect, have a context of its own, answer with a line of JSON.
import { chromium } from 'playwright-core';

const patience = 15_000; // ms

/** Runs `work(context, input)` and writes what it returns. When it fails, says what the pages show. */
export async function inBrowser(work, options = {}) {
  const input = JSON.parse(process.argv[2]);
  const browser = await chromium.connect(input.browser);
  const context = await browser.newContext(options);
  context.setDefaultTimeout(patience);
  const messages = [];
  context.on('console', message => messages.push(`${message.type()}: ${message.text()}`));
  context.on('weberror', error => messages.push(`error: ${error.error().message}`));
  try {
    console.log(JSON.stringify(await work(context, input)));
  } catch (failure) {
    console.error(failure);
    for (const page of context.pages()) {
      const shown = await page.locator('body').innerText({ timeout: 1_000 }).catch(() => 'no text');
      console.error(`${page.url().split(/[?#]/)[0]}: ${shown}`);
    }
    console.error(messages.join('\n'));
    process.exitCode = 1;
  } finally {
    await context.close();
    await browser.close();
  }
}
