// The workbench: puts the parts together.
import { el, action } from './dom.js';
import * as server from './server.js';
import { Client } from './client.js';
import { draw, welcome } from './chain.js';
import { consentAgain, troubles } from './troubles.js';
import * as forms from './forms.js';
import { inside } from './inside.js';

const $ = id => document.getElementById(id);
const stack = await whenStarted();
const client = new Client(stack);
const context = { client, app: stack.app.name, tenant: stack.app.tenant, users: stack.users, api: stack.apis[0]?.name };
let chosen;
let trouble = troubles[0];
let last;

async function whenStarted() {
  for (;;) {
    try {
      return await server.stack();
    } catch (failure) {
      if (!/starting/.test(failure.message)) throw failure;
      await new Promise(resolve => setTimeout(resolve, 100));
    }
  }
}

function showWho() {
  forms.who($('who'), stack, client, {
    pick: name => { client.who = { user: name }; showWho(); },
    signIn: () => attempt($('who'), async () => {
      if (!await client.trustsEmulator()) return $('who').append(forms.untrusted(stack));
      await client.signIn();
      showWho();
    }),
    signOut: () => attempt($('who'), async () => { await client.signOut(); showWho(); }),
  });
  $('send').disabled = !chosen || (!client.who && chosen.admits.kind !== 'anybody');
}

async function attempt(place, work) {
  place.querySelectorAll('.failure').forEach(old => old.remove());
  try {
    return await work();
  } catch (failure) {
    place.append(el('p', { class: 'failure', role: 'alert' }, failure.message));
  }
}

async function sendNow(how = trouble) {
  const button = $('send');
  button.disabled = true;
  await attempt($('request').querySelector('.send'), async () => {
    Object.assign(context, { method: chosen.method, path: forms.pathOf($('request'), chosen) });
    const prepared = client.who ? await how.prepare(context) : {};
    try {
      const request = { method: context.method, path: context.path, body: $('request').elements.body?.value, callers: 1, ...prepared };
      await show(request, how);
    } finally {
      await prepared.undo?.();
    }
  });
  button.disabled = false;
  await panel.refresh();
}

async function show({ undo, ...request }, how) {
  const run = { ...await server.send(request), method: request.method, path: `api/${request.path}`, token: request.token, body: request.body, who: client.name, hasSpans: stack.hasSpans };
  draw($('chain'), run, last?.path === run.path ? last : undefined, noteOf(how, run));
  last = run;
  const { top } = $('chain').getBoundingClientRect();
  if (top < 0 || top > innerHeight / 2) $('chain').scrollIntoView();
}

// What is to be said about a trouble, and the button that solves it.
function noteOf(how, run) {
  const claims = claimsOf(run.answer);
  if (!how.strikes && !claims) return undefined;
  const fix = claims ? 'stepUp' : how.fix;
  return el('aside', { class: 'note' },
    how.strikes && el('p', {}, el('strong', {}, 'What happens: '), how.strikes),
    how.solved && el('p', {}, el('strong', {}, 'How it is solved: '), how.solved),
    run.answer.status >= 400 && fixes[fix]?.(claims));
}

// The claims of a challenge (https://learn.microsoft.com/entra/identity-platform/claims-challenge).
function claimsOf(answer) {
  const challenge = answer.headers.find(header => header.name.toLowerCase() === 'www-authenticate' && header.value.includes('claims='))?.value;
  const encoded = challenge?.match(/claims="([^"]+)"/)?.[1];
  return encoded && atob(encoded.replaceAll('-', '+').replaceAll('_', '/'));
}

const plain = { prepare: async () => ({ token: await client.token() }) };
const fixes = {
  renew: () => action('Send with a good token', () => sendNow(troubles[1]), { class: 'primary' }),
  consent: () => action('Consent for all, as administrator, and send again', async () => { await consentAgain(context); await sendNow(troubles[1]); }, { class: 'primary' }),
  stepUp: claims => action('Step up: sign in with these claims, and send again', async () => { await client.stepUp(claims); showWho(); await sendNow(plain); }, { class: 'primary', id: 'step-up' }),
};

const panel = inside($('emulator').querySelector('.cards'), stack);
$('where').replaceChildren(stack.app.name, ' at ', el('code', {}, stack.app.address));
if (stack.trustsEmulator) {
  forms.functions($('call'), stack, 'GET me', one => { chosen = one; forms.details($('details'), one); showWho(); });
  forms.troubleList($('troubles'), one => { trouble = one; }, one => one.id !== 'others' || stack.functions.some(each => each.route === 'orders/{id}'));
  $('request').addEventListener('submit', event => { event.preventDefault(); sendNow(); });
  welcome($('chain'), stack.app.name);
  await client.restore();
  showWho();
  await panel.refresh();
} else {
  $('request').remove();
  $('chain').append(el('p', {}, 'The settings file names another identity platform. This page shows the emulator’s tokens and no others: start without --settings to use it.'));
}

document.body.dataset.ready = performance.now().toFixed(0);
