// A browser as far as plain pages need one: cookies, redirects, forms.

export class Browser {
  #cookies = new Map();

  /** Opens an address of the emulator and presses a button of each page, by a text on it, until the answer goes to the client. Returns where it went. */
  async go(address, ...buttons) {
    const home = new URL(address).origin;
    let answer = await this.#ask(address, { method: 'GET' });
    for (;;) {
      const to = answer.headers.get('location');
      if (to !== null && new URL(to, home).origin !== home) return new URL(to);
      if (to !== null) {
        answer = await this.#ask(new URL(to, home), { method: 'GET' });
        continue;
      }
      const html = await answer.text();
      const link = /<a href="(https?:[^"]*)">/.exec(html);
      if (link !== null) return new URL(decode(link[1])); // the way back after a sign-out
      const form = formOf(html);
      const target = new URL(form.action, home);
      if (target.origin !== home) { // response_mode=form_post: the page posts itself to the client
        await fetch(target, { method: 'POST', body: new URLSearchParams(form.fields) });
        return target;
      }
      const button = buttons.shift();
      if (button === undefined) throw new Error(`No button to press is left for: ${form.content}`);
      answer = await this.#ask(target, { method: 'POST', body: form.press(button), headers: { origin: home } });
    }
  }

  /** Types the code of a device and goes on as `go`. Returns the last page. */
  async enter(address, code, ...buttons) {
    const home = new URL(address).origin;
    let answer = await this.#ask(address, { method: 'POST', body: new URLSearchParams({ code }), headers: { origin: home } });
    for (const button of buttons) {
      const form = formOf(await answer.text());
      answer = await this.#ask(new URL(form.action, home), { method: 'POST', body: form.press(button), headers: { origin: home } });
    }
    return answer.text();
  }

  async #ask(address, request) {
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await fetch(address, { ...request, redirect: 'manual', headers: { ...request.headers, cookie } });
    for (const set of answer.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(set);
      this.#cookies.set(name, value);
    }
    return answer;
  }
}

function formOf(html) {
  const form = /<form method="post" action="([^"]*)">(.*?)<\/form>/s.exec(html);
  if (form === null) throw new Error(`No form in: ${html}`);
  const fields = [...form[2].matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)">/g)].map(field => [field[1], decode(field[2])]);
  const press = text => {
    const button = [...form[2].matchAll(/<button([^>]*)>(.*?)<\/button>/gs)].find(one => decode(one[2]).includes(text));
    if (button === undefined) throw new Error(`No button '${text}' in: ${form[2]}`);
    const named = /name="([^"]*)" value="([^"]*)"/.exec(button[1]);
    return new URLSearchParams(named === null ? fields : [...fields, [named[1], decode(named[2])]]);
  };
  return { action: decode(form[1]), fields, press, content: form[2] };
}

const decode = text => text
  .replace(/&#x([0-9a-f]+);/gi, (_, code) => String.fromCodePoint(Number.parseInt(code, 16)))
  .replace(/&#(\d+);/g, (_, code) => String.fromCodePoint(Number(code)))
  .replaceAll('&quot;', '"').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
