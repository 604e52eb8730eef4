// The client's page, and what its user does with the emulator's pages.

/** Opens the client in a tab of its own. */
export async function open(context, origin) {
  const page = await context.newPage();
  await page.goto(`${origin}/`);
  await stateIs(page, 'nobody');
  return page;
}

export const stateIs = (page, text) => page.locator('#state', { hasText: text }).waitFor();

/** Presses one button of each page, by a text on it. */
export async function press(page, buttons) {
  for (const button of buttons) await page.getByRole('button', { name: button }).click();
}

/** Signs in by leaving the page, and waits until it is back. */
export async function redirect(page, username, buttons, request = {}) {
  await page.evaluate(asked => { signInByRedirect(asked); }, request); // it never comes to its end: the page is left
  await press(page, buttons);
  await stateIs(page, username);
}

/** Signs in by a popup. */
export async function popup(page, buttons, request = {}) {
  const [shown, answer] = await Promise.all([
    page.waitForEvent('popup'),
    page.evaluate(asked => signInByPopup(asked), request),
    page.waitForEvent('popup').then(one => press(one, buttons)),
  ]);
  if (!shown.isClosed()) await shown.waitForEvent('close');
  return answer;
}

export const silently = (page, request = {}) => page.evaluate(asked => silently(asked), request);

export const callApi = (page, path) => page.evaluate(asked => callApi(asked), path);
