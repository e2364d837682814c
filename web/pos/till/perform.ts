import type { Answer, Body, SocketCommand } from '../../../client/calls.js';
import type { Till } from './till.js';

/** How long a person looks at a spinner before the command goes on by itself; ms. */
const PATIENCE_MS = 5_000;

/** The answer of a command; null: it is stored and on its way, and will have its effect. */
export type Performed<T extends SocketCommand> = Answer<T> | null;

/**
 * Gives a command that somebody waits for. A refusal that comes in time is told to them, and so is
 * no dead letter; one that comes later is found among those.
 * @throws ProblemError, DeadLetterError; and when the device cannot store it
 */
export async function perform<T extends SocketCommand>(
  { terminal }: Till,
  type: T,
  body: Body<T>,
): Promise<Performed<T>> {
  const queued = await terminal.queue(type, body);
  if (terminal.view.offline) return null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const patience = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), PATIENCE_MS);
  });
  try {
    return await Promise.race([queued.answer(), patience]);
  } catch (error) {
    await terminal.outbox.discard(queued.entry.id);
    throw error;
  } finally {
    clearTimeout(timer);
  }
}
