import type { StoredRecord } from '../../src/db/archive.js';
import type { Store } from '../../src/db/store.js';
import { commanding, commit, putting } from './commits.js';
import { event, login, order, organization, session, station, table, ticket } from './documents.js';

export const LATER = '2025-11-22T13:30:00.000Z';

/** Something of every kind; two outlets, two commands, two logins. */
export async function furnish(store: Store, organizationId: string): Promise<void> {
  const own = { organizationId };
  const one = { organizationId, outletId: 'outlet-1' };
  const made = order('order-1');
  await commit(
    store,
    own,
    putting(
      [
        { collection: 'organization', value: organization(organizationId) },
        { collection: 'login', value: login(`a@${organizationId}`, organizationId) },
        { collection: 'login', value: login(`b@${organizationId}`, organizationId) },
        { collection: 'session', value: session('session-1', LATER) },
      ],
      [event('organization.created')],
    ),
  );
  await store.commit(one, {
    ...commanding(
      'command-1',
      [
        { collection: 'order', value: made },
        { collection: 'ticket', value: ticket('ticket-1') },
        { collection: 'station', value: station('s') },
      ],
      [event('order.created', { order: made })],
      { b: null, a: [1] },
    ),
    counters: ['invoice', 'invoice'],
  });
  const tables = ['table-\u{1f35b}', 'table-é'].map((id) => ({
    collection: 'table' as const,
    value: table(id),
  }));
  const more = Array.from({ length: 11 }, (_, i) => event('more', { i }));
  await commit(store, one, commanding('command-2', tables, more));
  const two = { organizationId, outletId: 'outlet-2' };
  await commit(store, two, putting([{ collection: 'table', value: table('t') }], [event('one')]));
}

/** What a record is, in a few words. */
export function nameOf(record: StoredRecord): string {
  switch (record.kind) {
    case 'document': {
      const { collection, outletId, id } = record;
      return [collection, ...(outletId === null ? [] : [outletId]), id].join(' ');
    }
    case 'command':
      return `command ${record.id}`;
    case 'counter':
      return `counter ${record.outletId} ${record.name} ${record.last}`;
    default:
      return `${record.kind} ${record.outletId} ${record.seq}`;
  }
}
