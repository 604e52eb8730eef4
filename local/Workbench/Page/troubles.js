// Trouble on a switch. Each says how it is made, with the stack's own /dev/*, where it strikes and how it is solved.
// prepare(c) makes it, and answers with what to send: token, path, callers, and undo for what is over after the request.
import { api, emulator, send } from './server.js';
import { read } from './tokens.js';

const sign = (token, changes) => emulator.post('sign', { header: { typ: 'JWT' }, payload: { ...read(token).payload, ...changes } });
const seconds = minutes => Math.floor(Date.now() / 1000) + minutes * 60;
const exchangeFault = fault => async c => {
  const token = await c.client.token(true);
  await emulator.post('faults', { grant: 'on_behalf_of', times: 'always', ...fault });
  return { token, undo: () => emulator.remove('faults') };
};
const apiFault = fault => async c => {
  await api(c.api).addFault({ times: 50, ...fault });
  return { token: await c.client.token(), undo: () => api(c.api).clearFaults() };
};

export const troubles = [
  { id: 'none', group: 'None', title: 'No trouble', prepare: async c => ({ token: await c.client.token() }) },
  { id: 'fresh', group: 'None', title: 'No trouble, with a new token', prepare: async c => ({ token: await c.client.token(true) }) },

  { id: 'expired', group: 'The token', title: 'It has expired', prepare: async c => ({ token: await sign(await c.client.token(), { iat: seconds(-90), nbf: seconds(-90), exp: seconds(-30) }) }),
    strikes: 'The app refuses it at once, and asks nobody. The client learns why from WWW-Authenticate.', solved: 'The client asks MSAL for a token before each request. MSAL renews it in time.', fix: 'renew' },
  { id: 'audience', group: 'The token', title: 'It is for another API', prepare: async c => ({ token: await emulator.get(`token?user=${encodeURIComponent(c.client.user)}&audience=${encodeURIComponent(c.api.toLowerCase())}&client=functions`) }),
    strikes: 'A token for another API is worth nothing here. An app that took it could be called with tokens that were meant for others.', solved: 'The client asks for a scope of this app, api://…/access_as_user, not for one of the API behind it.', fix: 'renew' },
  { id: 'scope', group: 'The token', title: 'The scope is missing', prepare: async c => ({ token: await sign(await c.client.token(), { scp: 'something_else' }) }),
    strikes: 'The token is good, but the function asks for a scope that is not in it: [RequiredScope]. The answer is 403, and names the scope.', solved: 'The client asks for the scope that the challenge names, and the user consents to it.', fix: 'renew' },

  { id: 'consent', group: 'The exchange', title: 'Consent is missing', prepare: withoutConsent,
    strikes: 'Nobody has consented to what the app does at the API for this user: AADSTS65001. The user cannot consent in the app, which shows no pages.', solved: 'An administrator consents for all. Or the app lists the client in knownClientApplications: then one consent is for both.', fix: 'consent' },
  { id: 'factor', group: 'The exchange', title: 'A policy asks for a second factor', prepare: withSecondFactor,
    strikes: 'The platform gives no token for the API before the user has shown a second factor. Its answer carries a claims request, and the app hands it to the client.', solved: 'The client asks for a token with these claims: MSAL shows the page for the second factor. Then it sends again.', fix: 'stepUp' },
  { id: 'rollover', group: 'The exchange', title: 'The platform signs with a new key', prepare: async c => {
    await emulator.post('keys/rotate?old=drop');
    return { token: await c.client.token(true) };
  }, strikes: 'The app meets a key that it does not know. It fetches the keys once, for all callers, and goes on. Tokens with the old key are refused from now on.', solved: 'Nothing is to be done.' },
  { id: 'down', group: 'The exchange', title: 'The platform is down', prepare: exchangeFault({ status: 503 }),
    strikes: 'There is no exchange, so there is no token B. The app answers 503 with Retry-After. Who has a token B in the cache notices nothing.', solved: 'Wait, and send again. Cached tokens carry users over an outage.', fix: 'renew' },
  { id: 'slow', group: 'The exchange', title: 'The platform is slow', prepare: exchangeFault({ delayMs: 2000 }), strikes: 'The exchange takes two seconds, once. All callers with this token wait for the same one.', solved: 'The next request finds token B in the cache.' },
  { id: 'throttled', group: 'The exchange', title: 'The platform throttles', prepare: exchangeFault({ status: 429, retryAfterSeconds: 5 }),
    strikes: 'The platform asks to wait. The app asks it nothing more for that time, and tells its callers the same.', solved: 'Wait as Retry-After says.', fix: 'renew' },

  { id: 'revoked', group: 'The API behind', title: 'The user is revoked', prepare: async c => {
    const token = await c.client.token();
    await send({ method: c.method, path: c.path, token });
    await emulator.post(`users/${encodeURIComponent(c.client.user)}/revoke`);
    return { token };
  }, strikes: 'Both tokens look good, but the API knows that the user was revoked since (continuous access evaluation), and refuses token B. The app tries a new exchange, which the platform refuses, too. So the client gets the API’s claims request.', solved: 'The user signs in again, with these claims. What was issued before stays worthless.', fix: 'stepUp' },
  { id: 'apiDown', group: 'The API behind', title: 'The API is down', prepare: apiFault({ status: 503 }), strikes: 'The app tries a read again, then answers 502 or 503 for it. After some failures it does not ask for a while.', solved: 'Wait as Retry-After says, and send again.', fix: 'renew' },
  { id: 'apiMissing', group: 'The API behind', title: 'The API says 404', prepare: apiFault({ status: 404 }), strikes: 'The API has no such thing for this user. The app says so in its own words.', solved: 'Nothing is wrong with the tokens.' },
  { id: 'apiSlow', group: 'The API behind', title: 'The API is slow', prepare: apiFault({ delayMs: 2000, times: 1 }), strikes: 'The time goes by at the API. The exchange has no part in it.', solved: 'See the times at the arrows.' },

  { id: 'crowd', group: 'The crowd', title: '200 callers at once', prepare: async c => ({ token: await c.client.token(true), callers: 200 }), strikes: '200 requests with one new token arrive at the same moment.', solved: 'One exchange serves them all. Without that, the platform would throttle the app.' },
  { id: 'others', group: 'The crowd', title: 'A user asks for another’s data', prepare: othersData, strikes: 'Token B is of this user. The API finds nothing of another user with it, so the app needs no check of its own.', solved: 'That is what on behalf of the user is for: the API behind decides, by the user in token B.' },
];

async function withoutConsent(c) {
  const token = await c.client.token(true);
  c.withdrawn = (await emulator.get('consents')).filter(one => one.client === c.app && one.api === c.api.toLowerCase());
  await emulator.remove('consents', { client: c.app, api: c.api.toLowerCase() });
  return { token };
}

export const consentAgain = async c => {
  for (const { client, api: name, scopes, user, tenant } of c.withdrawn ?? []) await emulator.post('consents', { client, api: name, scopes, user, tenant });
  c.withdrawn = undefined;
};

async function withSecondFactor(c) {
  const name = c.api.toLowerCase();
  if (!(await emulator.get('policies')).policies.some(policy => policy.api === name)) await emulator.post('policies', { api: name, require: 'mfa' });
  return { token: await c.client.token(true) };
}

async function othersData(c) {
  const other = c.users.find(user => user.name !== c.client.user && user.tenant === c.tenant);
  if (!other) throw new Error('There is no other user in this tenant.');
  const theirs = await send({ method: 'GET', path: 'orders', token: await emulator.get(`token?user=${encodeURIComponent(other.name)}`) });
  const orders = JSON.parse(theirs.answer.body);
  const id = (Array.isArray(orders) ? orders : Object.values(orders).find(Array.isArray))?.[0]?.id;
  if (!id) throw new Error(`${other.name} has no orders that could be asked for.`);
  return { token: await c.client.token(), method: 'GET', path: `orders/${id}` };
}
