// What happened, as rows of a sequence: who says what to whom, and what is to be seen inside.
import { el } from './dom.js';
import { card } from './tokens.js';

export const problemOf = answer => {
  try {
    const body = JSON.parse(answer.body);
    return body?.code ? body : undefined;
  } catch {
    return undefined;
  }
};

const words = {
  NoCredentials: 'there is no token', Expired: 'it has expired', NotYetValid: 'it is not valid yet', WrongAudience: 'it is for another API', WrongIssuer: 'it is of another issuer',
  WrongTenant: 'its tenant is not admitted', WrongClient: 'its client is not admitted', WrongSignature: 'its signature is wrong', NotAnAccessToken: 'it is no access token for a user or an app',
  MetadataUnavailable: 'the identity platform cannot be asked for its keys', KeyNotKnownYet: 'its key is not known yet',
};

export function rows(run) {
  const problem = problemOf(run.answer);
  const steps = run.steps.flatMap((step, index) => describe[step.kind](step, run, run.steps.slice(0, index).some(earlier => earlier.kind === 'call' && earlier.api === step.api)));
  return [
    { from: 'client', to: 'app', chip: run.token && 'a', label: `${run.method} ${run.path}`, inside: () => [el('p', {}, run.token ? 'The client sends token A in the header Authorization: Bearer.' : 'The client sends no token.'), run.body && el('pre', { tabindex: '0' }, run.body)] },
    ...remembered(run, problem),
    ...steps,
    ...refusedByFunction(run, problem),
    { from: 'app', to: 'client', label: `${run.answer.status} ${run.answer.reason ?? ''}`, bad: run.answer.status >= 400 && !steps.some(step => step.bad) && !refusedAt(run, problem), failed: run.answer.status >= 400, time: run.milliseconds, inside: () => answerOf(run.answer) },
  ];
}

// A function that refuses a good token does so by itself, without a step of its own.
const refusedAt = (run, problem) => run.steps.some(step => step.outcome === 'refused') || (problem && ['scope_missing', 'role_missing', 'user_required', 'app_required', 'not_declared', 'no_credentials'].includes(problem.code));

function remembered(run, problem) {
  if (!run.token || run.steps.some(step => step.kind === 'validate')) return [];
  if (run.answer.status === 401 && run.steps.length === 0) return [{ at: 'app', label: `Token A is refused: ${problem?.detail ?? problem?.code ?? ''}`, bad: true, inside: () => [card(run.token, 'a')] }];
  return [{
    at: 'app', quiet: true, label: run.hasSpans ? 'Token A was checked before, and is remembered' : 'Token A is checked',
    inside: () => [el('p', {}, 'A token that has passed all checks is remembered by its hash until it expires. A changed token has another hash.'), card(run.token, 'a', { accepted: true })],
  }];
}

function refusedByFunction(run, problem) {
  if (!problem || run.steps.some(step => step.outcome === 'refused') || !refusedAt(run, problem)) return [];
  return [{ at: 'app', label: `The function does not admit the caller: ${problem.code}`, bad: true, inside: () => [el('p', {}, problem.detail), run.token && card(run.token, 'a', { accepted: false, reason: problem.code })] }];
}

const describe = {
  validate: (step, run) => ({
    at: 'app', time: step.milliseconds, bad: step.outcome !== 'accepted',
    label: step.outcome === 'accepted' ? 'Token A is good' : `Token A is refused: ${words[step.reason] ?? step.reason}`,
    inside: () => [el('p', {}, step.outcome === 'accepted' ? 'Each check below has passed. The keys are the platform’s, from its metadata.' : 'The check in red has failed. The app answers without asking anybody.'), card(run.token, 'a', { accepted: step.outcome === 'accepted', reason: step.reason })],
  }),
  metadata: step => ({ from: 'app', to: 'platform', quiet: true, time: step.milliseconds, label: 'Metadata and keys', bad: step.outcome && step.outcome !== 'success', inside: () => [el('p', {}, 'The app learns from the platform’s metadata who the issuer is and which keys sign. It asks again for a key that it does not know.')] }),
  exchange: step => [
    { from: 'app', to: 'platform', chip: 'a', label: `On behalf of the user: a token for ${step.api}`, inside: () => [el('p', {}, 'The app shows its own credential and token A, and asks for a token of the same user for the next API.'), form(step)] },
    step.status === 200
      ? { from: 'platform', to: 'app', chip: 'b', time: step.milliseconds, label: `Token B, for ${step.api}`, inside: () => [json(step.answer, 'token B: see below')] }
      : { from: 'platform', to: 'app', bad: true, time: step.milliseconds, label: step.answer ? `${step.status} ${step.answer.error}: AADSTS${step.answer.error_codes?.[0]}` : `${step.status && step.status !== 200 ? step.status : 'No answer'}: ${step.outcome ?? step.reason ?? ''}`, inside: () => [json(step.answer)] },
  ],
  call: (step, run, again) => [
    step.origin === 'cache' && !again && { at: 'app', quiet: true, label: `Token B for ${step.api} is in the cache`, inside: () => [el('p', {}, 'It was exchanged for token A before, and is kept until it expires. Another token A, even of the same user, has an entry of its own.')] },
    step.origin === 'shared' && !again && { at: 'app', quiet: true, label: 'Another caller is exchanging the same token: wait for that answer', inside: () => [el('p', {}, 'Callers with the same token share one exchange.')] },
    { from: 'app', to: step.api, chip: 'b', label: `${step.request ?? `A call of ${step.api}`}${again ? ', once more' : ''}`, inside: () => [el('p', {}, `The app calls ${step.api} with token B, as the user.`), step.token ? card(step.token, 'b') : el('p', {}, `${step.api} did not accept a token in this call.`)] },
    { from: step.api, to: 'app', time: step.milliseconds, bad: step.status === undefined ? run.hasSpans : step.status >= 400, label: `${step.status ?? 'No answer'}${step.status === 401 ? ': sign in again' : ''}`, inside: () => [el('p', {}, step.status === undefined ? 'No status was recorded.' : `${step.api} answered ${step.status}.`)] },
  ].filter(Boolean),
};

const form = step => el('table', { class: 'form' }, el('caption', {}, 'POST …/oauth2/v2.0/token'), el('tbody', {}, Object.entries(step.form ?? {}).map(([name, value]) => el('tr', {}, el('th', { scope: 'row' }, name), el('td', {}, el('code', {}, name === 'assertion' ? 'token A' : value))))));

const json = (value, token) => el('pre', { tabindex: '0' }, value ? JSON.stringify(token ? { ...value, access_token: token } : value, null, 2) : 'A scripted fault answered.');

function answerOf(answer) {
  let body = answer.body;
  try {
    body = JSON.stringify(JSON.parse(body), null, 2);
  } catch { /* It is no JSON: as it is. */ }
  return [el('table', { class: 'form' }, el('caption', {}, 'Headers'), el('tbody', {}, answer.headers.map(({ name, value }) => el('tr', {}, el('th', { scope: 'row' }, name), el('td', {}, el('code', {}, value)))))), el('pre', { tabindex: '0' }, body)];
}
