// The applications, as MSAL's pages show them. The emulator is no cloud that Microsoft knows, so its authority is named as known, with its port.
import { ConfidentialClientApplication, PublicClientApplication } from '@azure/msal-node';

const auth = (input, clientId) => ({
  clientId,
  authority: input.authority,
  knownAuthorities: [new URL(input.authority).host],
  clientCapabilities: ['CP1'],
});

export const publicClient = input => new PublicClientApplication({ auth: auth(input, input.clientId) });

export const confidentialClient = (input, clientId, clientSecret) =>
  new ConfidentialClientApplication({ auth: { ...auth(input, clientId), clientSecret } });
