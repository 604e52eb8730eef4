// What is inside the emulator, to be seen and changed: the same /dev/* as a command line has.
import { el, action, fill } from './dom.js';
import { emulator } from './server.js';

export function inside(place, stack) {
  const cards = Object.fromEntries(['Users', 'Policies', 'Consents', 'Keys', 'Counters'].map(title => [title, el('div', { class: 'content' })]));
  place.replaceChildren(...Object.entries(cards).map(([title, content]) => el('section', { class: 'card' }, el('h3', {}, title), content)));

  const change = work => async () => { await work(); await refresh(); };

  const showUsers = () => fill(cards.Users, el('ul', {}, stack.users.map(user => el('li', {}, el('span', {}, el('strong', {}, user.name), ` ${user.tenant}`), action('Revoke', change(() => emulator.post(`users/${encodeURIComponent(user.name)}/revoke`)), { title: 'Ends all that began before: sign-ins, refresh tokens, exchanges' })))));

  const showPolicies = ({ policies, trustedLocation }) => fill(cards.Policies, 
    el('ul', {}, policies.map(policy => el('li', {}, el('span', {}, el('strong', {}, policy.api ?? policy.authenticationContext ?? 'all APIs'), ` ${needs[policy.require ?? 'mfa']}${policy.user ? ` for ${policy.user}` : ''}`), action('Remove', change(() => emulator.remove(`policies/${policy.id}`)))))),
    policies.length === 0 && el('p', {}, 'None: every user gets every token.'),
    policyForm(),
    el('label', {}, el('input', { type: 'checkbox', checked: trustedLocation, onchange: event => emulator.post(`location?trusted=${event.target.checked}`) }), ' users are at a trusted place'));

  function policyForm() {
    const api = el('select', { 'aria-label': 'API' }, stack.apis.map(one => el('option', { value: one.name.toLowerCase() }, one.name)));
    const require = el('select', { 'aria-label': 'Requirement' }, Object.entries(needs).map(([value, text]) => el('option', { value }, text)));
    return el('div', { class: 'row' }, api, require, action('Add', change(() => emulator.post('policies', { api: api.value, require: require.value }))));
  }

  const showConsents = consents => fill(cards.Consents, 
    el('ul', {}, consents.map(({ client, api, scopes, user, tenant }) => el('li', {}, el('span', {}, el('strong', {}, client), ` → ${api}: `, el('code', {}, scopes), el('small', {}, user ? ` by ${user}` : ' for all')), action('Withdraw', change(() => emulator.remove('consents', { client, api, scopes, user, tenant })))))),
    el('p', {}, 'A consent that is withdrawn stops the next exchange. Tokens that were issued live on.'));

  const showKeys = ({ current, published }) => fill(cards.Keys, 
    el('ul', {}, published.map(key => el('li', {}, el('code', {}, key.slice(0, 16)), key === current && el('small', {}, ' signs now')))),
    el('div', { class: 'row' }, action('Roll over', change(() => emulator.post('keys/rotate'))), action('Roll over, drop the old ones', change(() => emulator.post('keys/rotate?old=drop')))));

  const showCounters = stats => {
    const exchanges = Object.entries(stats.onBehalfOf).flatMap(([user, apis]) => Object.entries(apis).map(([api, count]) => [`exchanges, ${user} → ${api}`, count]));
    const rows = [['tokens issued', stats.issued], ...exchanges, ...Object.entries(stats.failures), ['scripted faults', stats.faults]];
    fill(cards.Counters, el('table', {}, el('tbody', {}, rows.map(([name, count]) => el('tr', {}, el('th', { scope: 'row' }, name), el('td', {}, count))))), action('Set to 0', change(() => emulator.remove('stats'))));
  };

  async function refresh() {
    const [policies, consents, keys, stats] = await Promise.all(['policies', 'consents', 'keys', 'stats'].map(emulator.get));
    showUsers();
    showPolicies(policies);
    showConsents(consents);
    showKeys(keys);
    showCounters(stats);
  }

  return { refresh };
}

const needs = { mfa: 'a second factor', block: 'nobody gets a token', nothing: 'nothing but a sign-in' };
