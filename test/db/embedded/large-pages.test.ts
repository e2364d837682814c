import t from 'tap';
import type { Organization } from '../../../src/domain/shapes/organization.js';
import type { Page } from '../../../src/db/store.js';
import { openEmbedded } from '../../../src/db/embedded/store.js';

t.test('pages: large documents end a page early, and none is left out', async (t) => {
  const store = await openEmbedded({ folder: t.testdir(), newEpoch: () => 'epoch' });
  t.teardown(() => store.close());
  const scope = { organizationId: 'organization' };
  const ids = Array.from({ length: 12 }, (_, i) => `staff-${String(i).padStart(2, '0')}`);
  for (const id of ids) {
    const name = 'x'.repeat(1024 * 1024);
    const createdAt = '2026-11-20T14:00:00.000Z';
    const value: Organization = { id, rev: 1, name, country: 'IN', createdAt };
    await store.commit(scope, {
      counters: [],
      changes: () => ({
        documents: [{ collection: 'organization', value }],
        events: [],
        result: null,
      }),
    });
  }
  const found: string[] = [];
  let pages = 0;
  let cursor: string | null = null;
  do {
    const page: Page<Organization> = await store.page(scope, 'organization', {
      index: 'all',
      limit: 1000,
      cursor,
    });
    found.push(...page.data.map(({ id }: Organization) => id));
    cursor = page.nextCursor;
    pages++;
  } while (cursor !== null);
  t.same(found, ids);
  t.equal(pages, 3);
});
