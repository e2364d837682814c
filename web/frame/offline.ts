/** The one script whose address is not written in the HTML: the pages' policy lets no other name be made up. */
const SERVICE_WORKER = '/service-worker.js';

/**
 * Makes the page open while the server is away (service-worker.js). Browsers have that only where the
 * connection is safe: over https, or on this machine. In the development server there is nothing to keep.
 * @returns null where it cannot be
 */
export async function keepForOffline(): Promise<ServiceWorkerRegistration | null> {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return null;
  try {
    return await navigator.serviceWorker.register(address());
  } catch (error) {
    // The page works all the same, as long as the server does.
    console.warn('the page cannot be kept for when the server is away', error);
    return null;
  }
}

interface TrustedTypes {
  createPolicy(
    name: string,
    rules: { createScriptURL: (url: string) => string },
  ): {
    createScriptURL(url: string): string;
  };
}

/** With `require-trusted-types-for` the address of a script must come from a policy that the page names. */
function address(): string {
  const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes };
  if (!trustedTypes) return SERVICE_WORKER;
  const policy = trustedTypes.createPolicy('kotd', { createScriptURL: () => SERVICE_WORKER });
  return policy.createScriptURL(SERVICE_WORKER);
}
