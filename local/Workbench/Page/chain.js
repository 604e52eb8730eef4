// The chain of one request: a headline, the sequence, what differs from the last time, and both tokens.
import { el, fill, milliseconds } from './dom.js';
import { rows, problemOf } from './steps.js';
import { sequence } from './sequence.js';
import { comparison } from './tokens.js';

export function draw(place, run, before, note) {
  const began = performance.now();
  const drawn = rows(run);
  const apis = [...new Set(run.steps.filter(step => step.kind === 'call' || step.kind === 'exchange').map(step => step.api).filter(Boolean))];
  const parties = [
    { id: 'client', name: 'Client', what: run.who ?? 'nobody', kind: 'client' },
    { id: 'app', name: 'FunctionApp', what: 'your API', kind: 'app' },
    ...(drawn.some(row => row.to === 'platform') ? [{ id: 'platform', name: 'Identity platform', what: 'the emulator', kind: 'platform' }] : []),
    ...apis.map(api => ({ id: api, name: api, what: 'downstream API', kind: 'api' })),
  ];
  const call = run.steps.findLast(step => step.token);
  fill(place,
    headline(run),
    crowd(run),
    sequence(drawn, parties, note),
    !drawn.some(row => row.bad) && note,
    difference(run, before),
    call && run.token && comparison(run.token, call.token, call.api),
  );
  place.dataset.drawn = (performance.now() - began).toFixed(1);
}

function headline(run) {
  const good = run.answer.status < 400;
  const problem = problemOf(run.answer);
  return el('div', { class: `headline ${good ? 'good' : 'poor'}` },
    el('h2', {}, `${run.answer.status} ${run.answer.reason ?? ''}`),
    el('p', {}, `${run.method} ${run.path} as ${run.who ?? 'nobody'}, ${milliseconds(run.milliseconds)}${problem ? `: ${problem.code}` : ''}`),
    el('small', {}, 'trace ', el('code', {}, run.traceId)));
}

function crowd(run) {
  if (!run.callers) return '';
  const { count, statuses, exchanges, milliseconds: time } = run.callers;
  return el('p', { class: 'crowd' }, el('strong', {}, `${count} callers, ${exchanges} ${exchanges === 1 ? 'exchange' : 'exchanges'}.`),
    ` Answers: ${statuses.map(one => `${one.count} × ${one.status}`).join(', ')}; the last after ${milliseconds(time)}. Below is the request of the caller that made the exchange.`);
}

function difference(run, before) {
  const done = { validate: 'no check of token A', exchange: 'no exchange', metadata: 'no keys to fetch' };
  if (run.answer.status >= 400 || run.callers) return '';
  if (!before || before.token !== run.token || before.answer.status >= 400)
    return el('p', { class: 'hint' }, run.steps.some(step => step.kind === 'exchange') ? 'Send it once more, and see what is not needed the second time.' : 'Token A was used before. A new token A begins a new chain: choose “No trouble, with a new token”.');
  const saved = Object.keys(done).filter(kind => before.steps.some(step => step.kind === kind) && !run.steps.some(step => step.kind === kind)).map(kind => done[kind]);
  if (saved.length === 0) return '';
  return el('p', { class: 'hint' }, el('strong', {}, `Different from the last time: ${milliseconds(before.milliseconds)} became ${milliseconds(run.milliseconds)}. `), `This time ${saved.join(', ')}: what was found out then is remembered, for this token alone.`);
}

export function welcome(place, app) {
  fill(place,
    el('div', { class: 'headline' }, el('h2', {}, 'How an API calls another one on behalf of the user')),
    el('ol', { class: 'story' },
      el('li', {}, el('strong', {}, 'A person signs in'), ' to a client, and the client gets ', el('span', { class: 'chip a' }, 'A'), ` token A: a token for ${app}, and for nothing else.`),
      el('li', {}, el('strong', {}, 'The client calls the app'), ' with it. The app checks the token, and whether its function admits the caller.'),
      el('li', {}, el('strong', {}, 'The app exchanges it'), ' at the identity platform for ', el('span', { class: 'chip b' }, 'B'), ' token B: of the same user, for the next API, with no more rights than were consented to.'),
      el('li', {}, el('strong', {}, 'The app calls the next API'), ' with token B, and that API shows what the user may see.')),
    el('p', {}, 'Choose who calls and which function, and send. Each step then stands here, as it happened.'));
}
