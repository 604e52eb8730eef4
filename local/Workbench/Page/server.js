// What the page asks of the server that it came from.
async function ask(method, path, body) {
  const answer = await fetch(path, { method, headers: body === undefined ? {} : { 'Content-Type': 'application/json' }, body: body === undefined ? undefined : JSON.stringify(body) });
  const text = await answer.text();
  if (!answer.ok) throw new Error(readProblem(text) || `${method} ${path} answered ${answer.status}.`);
  return text.startsWith('{') || text.startsWith('[') ? JSON.parse(text) : text;
}

const readProblem = text => {
  try {
    const body = JSON.parse(text);
    return body.problem ?? body.detail ?? text;
  } catch {
    return text.trim();
  }
};

export const stack = () => ask('GET', 'stack');
export const send = request => ask('POST', 'requests', request);

export const emulator = {
  get: path => ask('GET', `dev/emulator/${path}`),
  post: (path, body) => ask('POST', `dev/emulator/${path}`, body ?? {}),
  remove: (path, body) => ask('DELETE', `dev/emulator/${path}`, body),
};

export const api = name => ({
  addFault: fault => ask('POST', `dev/apis/${encodeURIComponent(name)}/faults`, fault),
  clearFaults: () => ask('DELETE', `dev/apis/${encodeURIComponent(name)}/faults`),
});
