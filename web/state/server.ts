/** What the server says of itself before anybody has signed in (src/pages/facts.ts). */
export interface ServerFacts {
  version: string;
  /** Logins of the demo organization, where it is on the server. */
  demo: readonly { role: string; email: string; password: string }[] | null;
}

/** Whoever asks waits no longer before going on without an answer; ms. */
const PATIENCE_MS = 1_500;

let asked: Promise<ServerFacts | null> | null = null;

/** Null while the server cannot be asked: nothing depends on it but a hint. */
export function serverFacts(): Promise<ServerFacts | null> {
  asked ??= ask();
  return asked;
}

async function ask(): Promise<ServerFacts | null> {
  try {
    const answer = await fetch('/pages.json', { signal: AbortSignal.timeout(PATIENCE_MS) });
    return answer.ok ? ((await answer.json()) as ServerFacts) : null;
  } catch {
    asked = null;
    return null;
  }
}
