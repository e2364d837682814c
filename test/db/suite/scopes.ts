import type { Test } from 'tap';
import { type Adapter, freshStore } from '../adapter.js';
import { commanding, commit, committed, idsOf, putting } from '../commits.js';
import { A, A2, B, ORG_A, ORG_B, event, login, order, organization, ticket } from '../documents.js';

/** Nothing of another organization can be seen, advanced or overwritten. */
export function scopes(t: Test, adapter: Adapter): void {
  t.test('scopes: the same ids in two organizations are two of everything', async (t) => {
    const { store } = await freshStore(t, adapter);
    const fill = async (scope: typeof A, who: string) =>
      committed(
        await store.commit(scope, {
          ...commanding('command', [], [], who),
          counters: ['invoice'],
          changes: () => ({
            documents: [
              { collection: 'order', value: order('id', { createdBy: who }) },
              { collection: 'ticket', value: ticket('id', { createdBy: who }) },
              { collection: 'organization', value: { ...organization('id'), name: who } },
            ],
            events: [event(who)],
            result: null,
          }),
        }),
      );
    await fill(A, 'A');
    const nothing = {
      order: undefined,
      orders: [undefined],
      listed: [],
      tickets: [],
      organization: undefined,
      command: undefined,
      seq: 0,
      events: [],
      counter: 0,
      now: 0,
    };
    const seen = async (scope: typeof A) => ({
      order: (await store.get(scope, 'order', 'id'))?.createdBy,
      orders: (await store.getMany(scope, 'order', ['id'])).map((found) => found?.createdBy),
      listed: await idsOf(store, scope, 'order', { index: 'byCreation' }),
      tickets: await idsOf(store, scope, 'ticket', { index: 'open' }),
      organization: (await store.get(scope, 'organization', 'id'))?.name,
      command: (await store.command(scope, 'command'))?.answer,
      seq: (await store.position(scope)).seq,
      events: (await store.events(scope, 0, 10)).map(({ type }) => type),
      counter: await store.counter(scope, 'invoice'),
      now: store.counterReader?.(scope, 'invoice')() ?? (await store.counter(scope, 'invoice')),
    });
    const all = (who: string) => ({
      order: who,
      orders: [who],
      listed: ['id'],
      tickets: ['id'],
      organization: who,
      command: who,
      seq: 1,
      events: [who],
      counter: 1,
      now: 1,
    });
    t.same(await seen(B), nothing, 'B sees nothing of A');
    await fill(B, 'B');
    t.same(await seen(A), all('A'));
    t.same(await seen(B), all('B'));
    t.same(
      await seen(A2),
      { ...nothing, organization: 'A', command: 'A' },
      'another outlet shares what is the organization’s, and no more',
    );
  });

  t.test('scopes: names that run into each other stay apart', async (t) => {
    const { store } = await freshStore(t, adapter);
    const names = ['a', 'a\u0000', 'a\u0000b', 'ab', 'a\u0001', 'a/b', 'A', 'ä', 'a\u0308', ''];
    const scopes = names.flatMap((organizationId) =>
      names.map((outletId) => ({ organizationId, outletId })),
    );
    for (const scope of scopes) {
      await commit(store, scope, {
        ...putting([{ collection: 'order', value: order('id', { createdBy: whose(scope) }) }]),
        counters: ['n', 'n\u0000'],
      });
    }
    for (const scope of scopes) {
      t.equal((await store.get(scope, 'order', 'id'))?.createdBy, whose(scope));
      t.same(await idsOf(store, scope, 'order', { index: 'byCreation' }), ['id']);
      t.equal(await store.counter(scope, 'n'), 1);
    }
  });

  t.test('scopes: what all organizations share is one namespace', async (t) => {
    const { store } = await freshStore(t, adapter);
    const taken = { collection: 'login' as const, value: login('owner@demo.kotd', 'org-a') };
    await commit(store, ORG_A, putting([taken]));
    t.match(await store.get(ORG_B, 'login', 'owner@demo.kotd'), { organizationId: 'org-a' });
    t.match(await store.commit(ORG_B, putting([taken])), { kind: 'conflict', collection: 'login' });
  });

  t.test('scopes: an outlet’s document needs an outlet', async (t) => {
    const { store } = await freshStore(t, adapter);
    await t.rejects(store.get(ORG_A, 'order', 'id'));
    await t.rejects(store.page(ORG_A, 'order', { index: 'byCreation', limit: 1 }));
    await t.rejects(commit(store, ORG_A, putting([{ collection: 'order', value: order('id') }])));
  });

  t.test('organizations: all of them, in the order of their ids', async (t) => {
    const { store } = await freshStore(t, adapter);
    const ids = ['org-10', 'org-9', 'org', 'org-1', 'Org', 'org-é'];
    for (const id of ids) {
      const documents = [{ collection: 'organization' as const, value: organization(id) }];
      await commit(store, { organizationId: id, outletId: 'outlet' }, putting(documents));
    }
    const sorted = ['Org', 'org', 'org-1', 'org-10', 'org-9', 'org-é'];
    t.same(await store.organizations(null, 100), sorted);
    t.same(await store.organizations(null, 2), sorted.slice(0, 2));
    t.same(await store.organizations('org', 2), sorted.slice(2, 4));
    t.same(await store.organizations('org-2', 100), sorted.slice(4), 'after one that is not there');
    t.same(await store.organizations('org-é', 100), []);
  });
}

const whose = ({ organizationId, outletId }: { organizationId: string; outletId: string }) =>
  JSON.stringify([organizationId, outletId]);
