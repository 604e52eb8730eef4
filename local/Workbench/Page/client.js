// The client: MSAL for pages, as it is, against the emulator. Tokens can also be taken without a sign-in, from the emulator's /dev/token.
import { emulator } from './server.js';

export class Client {
  #msal;
  #stack;
  #known = new Map();

  constructor(stack) {
    this.#stack = stack;
  }

  // A person who signed in by MSAL ({ account }), or a name for /dev/token ({ user }).
  who = null;

  get isSignedIn() {
    return this.who?.account !== undefined;
  }

  get name() {
    return this.who?.account?.username ?? this.who?.user;
  }

  // The user's name in the stack file, which the emulator's /dev/* go by.
  get user() {
    return this.name?.split('@')[0];
  }

  // A browser that does not trust the certificate fails each request in the same way, without saying why.
  async trustsEmulator() {
    try {
      return (await fetch(`${this.#stack.client.authority}/v2.0/.well-known/openid-configuration`)).ok;
    } catch {
      return false;
    }
  }

  async signIn(claims) {
    const msal = await this.#load();
    const answer = await msal.loginPopup({ scopes: this.#stack.app.scopes, claims, ...(claims && this.isSignedIn ? { account: this.who.account } : { prompt: 'select_account' }) });
    this.who = { account: answer.account };
  }

  async signOut() {
    const { account } = this.who;
    this.who = null;
    if (account) await (await this.#load()).logoutPopup({ account });
  }

  // Token A. A fresh one is needed to see an exchange: tokens for other APIs are kept under the token that they were exchanged for.
  async token(fresh) {
    if (!this.isSignedIn) return this.#developerToken(fresh);
    const msal = await this.#load();
    const request = { scopes: this.#stack.app.scopes, account: this.who.account };
    try {
      return (await msal.acquireTokenSilent({ ...request, forceRefresh: fresh })).accessToken;
    } catch (failure) {
      if (!(failure instanceof globalThis.msal.InteractionRequiredAuthError)) throw failure;
      return (await msal.acquireTokenPopup(request)).accessToken;
    }
  }

  // Answers a claims challenge: the user signs in again, and does what is asked.
  async stepUp(claims) {
    await this.signIn(claims);
    return this.token(false);
  }

  async #developerToken(fresh) {
    const name = this.who.user;
    if (fresh || !this.#known.has(name)) this.#known.set(name, await emulator.get(`token?user=${encodeURIComponent(name)}&xms_cc=cp1`));
    return this.#known.get(name);
  }

  async #load() {
    if (this.#msal) return this.#msal;
    await loadScript('msal/msal-browser.min.js');
    const { id, authority, redirectUri } = this.#stack.client;
    const msal = new globalThis.msal.PublicClientApplication({
      auth: { clientId: id, authority, redirectUri, postLogoutRedirectUri: redirectUri, knownAuthorities: [new URL(authority).host], clientCapabilities: ['CP1'] },
      cache: { cacheLocation: 'sessionStorage' },
    });
    await msal.initialize();
    this.#msal = msal;
    return msal;
  }

  // Who signed in before the page was loaded again.
  async restore() {
    if (!Object.keys(sessionStorage).some(key => key.startsWith('msal.'))) return;
    const [account] = (await this.#load()).getAllAccounts();
    if (account) this.who = { account };
  }
}

const loadScript = source => new Promise((resolve, reject) => {
  const script = document.createElement('script');
  script.src = source;
  script.onload = resolve;
  script.onerror = () => reject(new Error(`${source} could not be loaded.`));
  document.head.append(script);
});
