// The left side: who calls, which function, which trouble.
import { el } from './dom.js';
import { troubles } from './troubles.js';

export function who(place, stack, client, on) {
  const legend = place.querySelector('legend');
  const people = stack.users.map(user => el('button', { type: 'button', class: 'person', 'aria-pressed': String(client.who?.user === user.name), onclick: () => on.pick(user.name), title: `${user.displayName}, ${user.jobTitle ?? ''} (${user.tenant})` }, user.name));
  place.replaceChildren(legend,
    client.isSignedIn
      ? el('p', { class: 'signed-in' }, el('strong', {}, client.name), ' signed in by MSAL. ', el('button', { type: 'button', onclick: on.signOut }, 'Sign out'))
      : el('button', { type: 'button', class: 'primary', id: 'sign-in', onclick: on.signIn }, 'Sign in with MSAL'),
    el('p', { class: 'or' }, 'or take a token without a sign-in, of'),
    el('div', { class: 'people' }, people));
}

export function untrusted(stack) {
  return el('div', { class: 'untrusted', role: 'alert' },
    el('p', {}, 'Your browser does not know the emulator’s certificate yet. It is made anew at each start.'),
    el('ol', {},
      el('li', {}, el('a', { href: `${stack.client.authority}/v2.0/.well-known/openid-configuration`, target: '_blank', rel: 'noopener' }, 'Open the emulator in a new tab'), ' and let the browser go on to localhost (Advanced, Proceed).'),
      el('li', {}, 'Close that tab, and sign in here.')),
    el('p', {}, 'A token without a sign-in needs none of this.'));
}

export function functions(place, stack, chosen, choose) {
  const legend = place.querySelector('legend');
  const shown = stack.functions.filter(one => one.method !== 'HEAD' && one.admits.kind !== 'nobody');
  const groups = Object.entries(Object.groupBy(shown, one => `For ${admits(one.admits)}`)).sort((one, other) => other[1].length - one[1].length);
  const list = groups.map(([group, some]) => el('div', { class: 'group', role: 'group', 'aria-label': group },
    el('p', { class: 'title', 'aria-hidden': 'true' }, group),
    some.map(one => {
      const id = `${one.method} ${one.route}`;
      return el('label', {}, el('input', { type: 'radio', name: 'function', value: id, checked: id === chosen, onchange: () => choose(one) }), el('span', {}, el('b', { class: one.method }, one.method), ` ${one.route}`));
    })));
  place.replaceChildren(legend, ...list, el('div', { id: 'details' }));
  choose(shown.find(one => `${one.method} ${one.route}` === chosen) ?? shown[0]);
}

const admits = ({ kind, permissions }) => ({ users: `users with ${permissions.join(' or ')}`, apps: `apps with ${permissions.join(' or ')}`, anybody: 'anybody' })[kind];

// Values in the route, and a body for what writes.
export function details(place, chosen) {
  const values = [...chosen.route.matchAll(/\{([^}:?]+)[^}]*\}/g)].map(match => match[1]);
  place.replaceChildren(
    ...values.map(name => el('label', {}, name, el('input', { name: `value-${name}`, value: '1001', autocomplete: 'off' }))),
    ...(['POST', 'PUT', 'PATCH'].includes(chosen.method) && !chosen.route.includes('sign-out') ? [el('label', {}, 'JSON body', el('textarea', { name: 'body', rows: '3', spellcheck: 'false' }, '{ "product": "Notebook", "quantity": 2 }'))] : []));
}

export const pathOf = (form, chosen) => chosen.route.replace(/\{([^}:?]+)[^}]*\}/g, (_, name) => encodeURIComponent(form.elements[`value-${name}`].value));

export function troubleList(place, on, has) {
  const legend = place.querySelector('legend');
  const groups = Object.entries(Object.groupBy(troubles.filter(has), trouble => trouble.group));
  place.replaceChildren(legend, ...groups.map(([group, some]) => el('div', { class: 'group', role: 'group', 'aria-label': group },
    group !== 'None' && el('p', { class: 'title', 'aria-hidden': 'true' }, group),
    some.map(trouble => el('label', {}, el('input', { type: 'radio', name: 'trouble', value: trouble.id, checked: trouble.id === 'none', onchange: () => on(trouble) }), el('span', {}, trouble.title))))));
}
