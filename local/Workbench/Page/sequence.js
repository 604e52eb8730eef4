// Draws rows as a sequence: a lane for each party, an arrow for each message.
import { el, milliseconds } from './dom.js';

// note: what is to be said where it fails.
export function sequence(rows, parties, note) {
  const lanes = parties.map(party => party.id);
  const failing = rows.findIndex(row => row.bad);
  const list = el('ol', { class: 'steps' }, rows.map((row, index) => el('li', {}, rowOf(row, index, lanes, parties), index === failing && note)));
  const figure = el('div', { class: 'sequence' },
    el('div', { class: 'parties', 'aria-hidden': 'true' }, parties.map(party => el('div', { class: `party ${party.kind}` }, el('strong', {}, party.name), el('small', {}, party.what)))),
    list,
    el('p', { class: 'how' }, 'Open a step to look inside.'));
  figure.style.setProperty('--lanes', lanes.length);
  return figure;
}

function rowOf(row, index, lanes, parties) {
  const nameOf = id => parties[lanes.indexOf(id)]?.name ?? id;
  const [from, to] = row.at ? [lanes.indexOf(row.at), lanes.indexOf(row.at)] : [lanes.indexOf(row.from), lanes.indexOf(row.to)];
  const direction = row.at ? 'self' : from < to ? 'right' : 'left';
  const who = row.at ? nameOf(row.at) : `${nameOf(row.from)} → ${nameOf(row.to)}`;
  const arrow = el('span', { class: `arrow ${direction}` },
    el('span', { class: 'label' }, row.chip && el('span', { class: `chip ${row.chip}`, title: `Token ${row.chip.toUpperCase()}` }, row.chip.toUpperCase()), row.label, row.time !== undefined && el('small', { class: 'time' }, milliseconds(row.time))));
  arrow.style.gridColumn = `${Math.min(from, to) + 1} / ${Math.max(from, to) + 2}`;
  arrow.style.setProperty('--span', Math.abs(from - to) + 1);
  const step = el('details', { class: ['step', row.bad && 'bad', row.quiet && 'quiet'].filter(Boolean).join(' ') }, el('summary', {}, el('span', { class: 'parties-of' }, who), arrow));
  step.style.setProperty('--order', index);
  // The inside is made when somebody looks: most steps are never opened.
  step.addEventListener('toggle', () => step.open && step.childElementCount === 1 && step.append(el('div', { class: 'inside' }, row.inside?.())));
  return step;
}
