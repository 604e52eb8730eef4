// The answer of a sign-in arrives here, in a pop-up or a hidden frame, and goes to the page that asked for it.
globalThis.msalRedirectBridge.broadcastResponseToMainFrame();
