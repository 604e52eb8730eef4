// Elements by one call. Everything is set as text or as an attribute, nothing as HTML: what comes from a token cannot become part of the page.
export function el(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (key.startsWith('on')) element.addEventListener(key.slice(2), value);
    else if (key in element && typeof value === 'boolean') element[key] = value;
    else element.setAttribute(key, value === true ? '' : value);
  }
  element.append(...children.flat(Infinity).filter(child => child !== undefined && child !== null && child !== false));
  return element;
}

// Puts children in place of what is there; what is nothing is left out.
export const fill = (place, ...children) => place.replaceChildren(...children.flat(Infinity).filter(child => child !== undefined && child !== null && child !== false));

export const milliseconds = value => value === undefined ? '' : `${value < 10 ? value.toFixed(1) : Math.round(value).toLocaleString('en')} ms`;

// A button that works until its work is done, and says what went wrong.
export function action(text, work, attributes = {}) {
  const button = el('button', { type: 'button', ...attributes }, text);
  button.addEventListener('click', async () => {
    button.disabled = true;
    try {
      await work();
    } catch (failure) {
      button.after(el('span', { class: 'failure', role: 'alert' }, ` ${failure.message}`));
    } finally {
      button.disabled = false;
    }
  });
  return button;
}
