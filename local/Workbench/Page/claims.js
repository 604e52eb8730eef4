// What the claims of Entra's access tokens mean, and which check of the app looks at them
// (https://learn.microsoft.com/entra/identity-platform/access-token-claims-reference).
const sentences = {
  'header typ': 'A JSON Web Token.',
  'header alg': 'How it is signed. The app takes only algorithms with a public key.',
  'header kid': 'Which of the platform’s keys has signed it.',
  aud: 'Whom the token is for. Any other API must refuse it.',
  iss: 'Who has issued it: the identity platform, for one tenant.',
  iat: 'When it was issued.',
  nbf: 'It is not valid before.',
  exp: 'It is not valid after. Then the client gets a new one.',
  aio: 'For the platform’s own use.',
  acr: 'How the user proved who they are.',
  acrs: 'Requirements that the sign-in has met, such as a second factor for c1.',
  amr: 'How the user signed in: pwd is a password, mfa a second factor.',
  auth_time: 'When the user signed in.',
  azp: 'The client that got the token.',
  appid: 'The client that got the token.',
  azpacr: 'How that client proved itself: 0 not at all, 1 by a secret, 2 by a certificate.',
  appidacr: 'How that client proved itself: 0 not at all, 1 by a secret, 2 by a certificate.',
  idtyp: 'Whether it is a user’s token or an app’s.',
  name: 'A name to show. Never decide by it.',
  preferred_username: 'A name to show. It can change: never decide by it.',
  upn: 'A name to show. It can change: never decide by it.',
  oid: 'The user’s object id: with tid, the one thing to know a user by.',
  tid: 'The user’s tenant.',
  scp: 'What the client may do here for the user: delegated permissions.',
  roles: 'App roles of the caller.',
  sid: 'The sign-in that it comes from.',
  sub: 'The user as this API knows them: another value at each API.',
  uti: 'The token’s own id, as the sign-in logs name it.',
  rh: 'For the platform’s own use.',
  ver: 'The version of the token’s shape.',
  xms_cc: 'What the client can handle: cp1 means that it answers claims challenges.',
};

const checks = {
  'header alg': 'algorithm',
  'header kid': 'signature, by this key',
  iss: 'issuer',
  aud: 'audience',
  exp: 'not expired',
  nbf: 'valid already',
  tid: 'tenant',
  ver: 'version',
  azp: 'client',
  idtyp: 'an access token of a user',
  scp: '[RequiredScope]',
};

// The engine's reasons, and the claim that each is about.
const reasons = {
  Expired: 'exp',
  NotYetValid: 'nbf',
  WrongAudience: 'aud',
  WrongIssuer: 'iss',
  WrongVersion: 'ver',
  WrongTenant: 'tid',
  WrongClient: 'azp',
  WrongSignature: 'header kid',
  UnsupportedToken: 'header alg',
  NotAnAccessToken: 'scp',
  KeyNotKnownYet: 'header kid',
  scope_missing: 'scp',
  app_required: 'scp',
};

export const sentenceOf = name => sentences[name] ?? 'A claim of its own: see who asked for it.';
export const checkOf = name => checks[name];
export const claimOf = reason => reasons[reason];
export const title = kind => kind === 'a' ? 'Token A: the user’s, for this app' : 'Token B: the user’s, for the API';
