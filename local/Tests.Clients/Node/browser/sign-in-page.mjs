import { inBrowser } from './context.mjs';

await inBrowser(async (context, { address }) => {
  const page = await context.newPage();
  await page.goto(address);
  return { title: await page.title(), buttons: await page.getByRole('button').allInnerTexts() };
});
