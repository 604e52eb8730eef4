// The workbench, and what a person does on it.

/** Opens it, and waits until it can be used. */
export async function open(context, address) {
  const page = await context.newPage();
  await page.goto(address);
  await page.waitForFunction(() => document.body.dataset.ready);
  return page;
}

/** Does something that ends with a new chain. Popups that come meanwhile get these answers: on each page the first of the buttons that is there. */
export async function chainAfter(page, work, answers = []) {
  await page.evaluate(() => { delete document.querySelector('#chain').dataset.drawn; });
  const answering = popup => answer(popup, answers);
  page.on('popup', answering);
  await work();
  await page.waitForFunction(() => document.querySelector('#chain').dataset.drawn || document.querySelector('#request .failure, .note .failure'));
  page.off('popup', answering);
  return describe(page);
}

/** Signs in by MSAL. */
export async function signIn(page, answers) {
  page.once('popup', popup => answer(popup, answers));
  await page.click('#sign-in');
  await page.locator('.signed-in').waitFor();
}

async function answer(popup, answers) {
  const any = popup.getByRole('button', { name: new RegExp(answers.join('|')) }).first();
  try {
    while (!popup.isClosed()) await any.click();
  } catch {
    // It has closed by itself, as the sign-in is done.
  }
}

/** What a person reads. */
const describe = page => page.evaluate(() => ({
  headline: document.querySelector('#chain .headline p')?.textContent,
  status: Number.parseInt(document.querySelector('#chain .headline h2')?.textContent ?? '0'),
  steps: [...document.querySelectorAll('.step')].map(step => `${step.querySelector('.parties-of').textContent}: ${step.querySelector('.label').firstChild.nodeType === 3 ? '' : step.querySelector('.chip').textContent + ' '}${[...step.querySelector('.label').childNodes].filter(node => node.nodeType === 3).map(node => node.textContent).join('')}`),
  bad: [...document.querySelectorAll('.step.bad .label')].map(label => [...label.childNodes].filter(node => node.nodeType === 3).map(node => node.textContent).join('')),
  note: document.querySelector('.note')?.textContent,
  fix: document.querySelector('.note button')?.textContent,
  crowd: document.querySelector('.crowd')?.textContent,
  hint: document.querySelector('.hint')?.textContent,
  failure: document.querySelector('.failure')?.textContent,
  drawn: Number.parseFloat(document.querySelector('#chain').dataset.drawn),
}));
