// Tokens as people read them: each claim with a sentence, which check it passed, and two tokens side by side.
import { el } from './dom.js';
import { sentenceOf, checkOf, claimOf, title } from './claims.js';

export function read(token) {
  const [header, payload] = token.split('.').slice(0, 2).map(part => JSON.parse(new TextDecoder().decode(Uint8Array.from(atob(part.replaceAll('-', '+').replaceAll('_', '/')), c => c.charCodeAt(0)))));
  return { header, payload };
}

// verdict: { accepted, reason }, or nothing for a token that this page does not judge.
export function card(token, kind, verdict) {
  const { header, payload } = read(token);
  const refused = verdict && !verdict.accepted ? claimOf(verdict.reason) : undefined;
  const rows = [...Object.entries(header).map(([name, value]) => row(`header ${name}`, value, verdict, refused)), ...Object.entries(payload).map(([name, value]) => row(name, value, verdict, refused))];
  return el('div', { class: `token ${kind}` },
    el('h4', {}, title(kind)),
    el('table', {}, el('caption', { class: 'unseen' }, `The claims of ${title(kind)}`), el('tbody', {}, rows)),
    el('details', {}, el('summary', {}, 'As it is sent'), el('code', { class: 'raw' }, token)));
}

function row(name, value, verdict, refused) {
  const check = verdict && checkOf(name);
  const isRefused = refused === name;
  return el('tr', { class: isRefused ? 'wrong' : check && verdict.accepted ? 'fine' : undefined },
    el('th', { scope: 'row' }, name.replace('header ', ''), name.startsWith('header ') && el('small', {}, ' header')),
    el('td', {}, el('code', {}, shown(name, value)), el('p', {}, sentenceOf(name, value))),
    el('td', { class: 'check' }, isRefused ? `✗ ${check ?? 'refused here'}` : check && verdict.accepted ? `✓ ${check}` : ''));
}

const times = new Set(['exp', 'iat', 'nbf', 'auth_time']);
const moment = seconds => {
  const time = new Date(seconds * 1000);
  return time.toDateString() === new Date().toDateString() ? time.toLocaleTimeString() : time.toLocaleString();
};
export const shown = (name, value) => times.has(name) && typeof value === 'number' ? moment(value) : typeof value === 'string' ? value : JSON.stringify(value);

// What an exchange changes and what it keeps. The rest is of the platform's bookkeeping.
const compared = ['aud', 'azp', 'scp', 'oid', 'tid', 'preferred_username', 'upn', 'iss', 'exp', 'sid'];
const meanings = {
  aud: 'Token B is for the API that is called; this app could not use token A there.',
  azp: 'The client of token A is who calls. The client of token B is this app.',
  appid: 'The client of token B is this app.',
  scp: 'What the app may do there for the user: no more than was consented to.',
  oid: 'The same user. The API decides by this what it shows.',
  tid: 'The same tenant.',
  sid: 'The same sign-in: revoking it ends both.',
  iss: 'The same identity platform has issued both.',
  exp: 'Each token has its own end.',
};

export function comparison(tokenA, tokenB, apiName) {
  const [a, b] = [read(tokenA).payload, read(tokenB).payload];
  const clientOf = token => token.azp ?? token.appid;
  const value = (token, name) => name === 'azp' ? clientOf(token) : token[name];
  const names = compared.filter(name => value(a, name) !== undefined || value(b, name) !== undefined);
  return el('div', { class: 'comparison' },
    el('h4', {}, 'Token A beside token B'),
    el('table', {},
      el('thead', {}, el('tr', {}, el('th', { scope: 'col' }, 'Claim'), el('th', { scope: 'col', class: 'a' }, 'A, for this app'), el('th', { scope: 'col', class: 'b' }, `B, for ${apiName}`), el('th', { scope: 'col' }, 'What that means'))),
      el('tbody', {}, names.map(name => {
        const same = JSON.stringify(value(a, name)) === JSON.stringify(value(b, name));
        return el('tr', { class: same ? 'same' : 'changed' },
          el('th', { scope: 'row' }, name, el('small', {}, same ? ' the same' : ' changed')),
          ...[value(a, name), value(b, name)].map(one => el('td', {}, el('code', {}, one === undefined ? '(none)' : shown(name, one)))),
          el('td', {}, same || name !== 'iss' ? meanings[name] ?? '' : ''));
      }))));
}
