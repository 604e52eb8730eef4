// What every script without a browser does: take JSON, answer with a line of JSON.

/** Runs `work(input)` and writes what it returns. */
export async function answer(work) {
  try {
    console.log(JSON.stringify(await work(JSON.parse(process.argv[2]))));
  } catch (failure) {
    console.error(failure);
    process.exitCode = 1;
  }
}

/** The claims of a token. */
export const claimsOf = token => JSON.parse(Buffer.from(token.split('.')[1], 'base64url').toString());

/** What MSAL throws, of a call that has to fail. */
export async function failureOf(call) {
  try {
    await call();
  } catch (failure) {
    return { name: failure.name, errorCode: failure.errorCode, subError: failure.subError, claims: failure.claims, message: failure.errorMessage };
  }
  throw new Error('It did not fail.');
}
