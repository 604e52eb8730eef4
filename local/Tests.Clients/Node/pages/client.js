// A client as the pages of MSAL show it: signs in, calls the API, answers its challenges.
const started = (async () => {
  const settings = await (await fetch('/settings.json')).json();
  const client = new msal.PublicClientApplication({
    auth: {
      clientId: settings.clientId,
      authority: settings.authority,
      knownAuthorities: [new URL(settings.authority).host],
      redirectUri: '/redirect.html',
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
  ({ client }) => { document.getElementById('state').textContent = client.getActiveAccount()?.username ?? 'nobody'; },
  failure => { document.getElementById('state').textContent = `failed: ${failure.errorCode ?? failure}`; });

/** Calls a function with a token. */
async function call(path, token) {
  const { settings } = await started;
  const response = await fetch(settings.api + path, { headers: { authorization: `Bearer ${token}` } });
  return { status: response.status, claims: claimsOf(response.headers.get('www-authenticate')), body: await response.json() };
}

/** The claims of a challenge. */
function claimsOf(challenge) {
  const claims = /claims="([^"]*)"/.exec(challenge ?? '');
  return claims === null ? null : atob(claims[1]);
}

/** What a failure of MSAL's says. */
const described = failure => ({ name: failure.name, errorCode: failure.errorCode, subError: failure.subError });
