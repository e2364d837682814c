import { setTimeout as delay } from 'node:timers/promises';
import { KotdError } from '../../../src/domain/errors.js';
import type { Store } from '../../../src/db/store.js';
import type { Ack } from '../ack.js';
import { A } from '../documents.js';
import { write } from '../write.js';

/**
 * Commits as a terminal does: what the store cannot take now is sent again under the same id, until there
 * is an answer, which may be that of an earlier try.
 */
export async function insist(store: Store, id: string, tableId: string): Promise<Ack> {
  for (;;) {
    try {
      const kept = await store.command(A, id);
      if (kept) return { id, seq: kept.seq, invoice: Number(kept.answer) };
      return await write(store, id, tableId);
    } catch (error) {
      if (!(error instanceof KotdError && error.retryable)) throw error;
      await delay(10);
    }
  }
}
