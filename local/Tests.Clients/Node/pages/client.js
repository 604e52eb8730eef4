// A client as the pages of MSAL show it: signs in, calls the API, answers its challenges.
const started = (async () => {
  const settings = await (await fetch('/settings.json')).json();
  const client = new msal.PublicClientApplication({
    auth: {
      clientId: settings.clientId,
      authority: settings.authority,
      knownAuthorities: [new URL(settings.authority).host],
      redirectUri: '/',
      postLogoutRedirectUri: '/',
      clientCapabilities: ['CP1'],
    },
    cache: { cacheLocation: 'sessionStorage' },
  });
  await client.initialize();
  const answer = await client.handleRedirectPromise();
  if (answer) client.setActiveAccount(answer.account);
  return { settings, client, answer };
})();

started.then(
  ({ client }) => show(client.getActiveAccount()?.username ?? 'nobody'),
  failure => show(`failed: ${failure.errorCode ?? failure}`));

const show = text => { document.getElementById('state').textContent = text; };

/** Where popups and hidden frames get their answers: a page that passes them on. */
const bridge = '/redirect.html';

/** Leaves for the sign-in. The answer is taken when the page comes back. */
const signInByRedirect = async (request = {}) => {
  const { settings, client } = await started;
  await client.acquireTokenRedirect({ scopes: settings.scopes, ...request });
};

/** In a window of its own; this page stays. */
const signInByPopup = async (request = {}) => {
  const { settings, client } = await started;
  const answer = await client.acquireTokenPopup({ scopes: settings.scopes, redirectUri: bridge, ...request });
  client.setActiveAccount(answer.account);
  show(answer.account.username);
  return described(answer);
};

/** A token without a page: from the cache, by the refresh token, or in a hidden frame. */
const silently = async (request = {}) => {
  const { settings, client } = await started;
  return attempt(() => client.acquireTokenSilent({ scopes: settings.scopes, redirectUri: bridge, ...request }));
};

/** Single sign-on: a token in a hidden frame, by the session that another page began. */
const bySession = async (request = {}) => {
  const { settings, client } = await started;
  return attempt(() => client.ssoSilent({ scopes: settings.scopes, redirectUri: bridge, ...request }));
};

/** Calls a function. A challenge comes with its claims, as MSAL takes them. */
const callApi = async path => {
  const { settings, client } = await started;
  const { accessToken } = await client.acquireTokenSilent({ scopes: settings.scopes, redirectUri: bridge });
  const response = await fetch(settings.api + path, { headers: { authorization: `Bearer ${accessToken}` } });
  return { status: response.status, claims: claimsOf(response.headers.get('www-authenticate')), body: await response.json() };
};

/** As Microsoft's samples for MSAL take a challenge apart (https://learn.microsoft.com/entra/identity-platform/claims-challenge): clients have this code, so it has to read ours. */
const parseChallenge = header => Object.fromEntries(header.substring(header.indexOf(' ') + 1).split(', ').map(parameter => {
  const [key, value] = parameter.split('=');
  return [key.trim(), decodeURI(value.replace(/(^"|"$)/g, ''))];
}));

const claimsOf = header => {
  const { claims } = header === null ? {} : parseChallenge(header);
  return claims && atob(claims);
};

const attempt = async acquire => {
  try {
    const answer = await acquire();
    return answer.account ? described(answer) : answer;
  } catch (failure) {
    return { failure: failure.name, errorCode: failure.errorCode, subError: failure.subError, message: failure.errorMessage };
  }
};

const described = answer => ({
  username: answer.account.username,
  fromCache: answer.fromCache,
  token: answer.accessToken,
  claims: JSON.parse(atob(answer.accessToken.split('.')[1].replaceAll('-', '+').replaceAll('_', '/'))),
});
