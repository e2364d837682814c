import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { audiencesOf } from '../../src/domain/audience.js';
import { EVENTS, type EventType } from '../../src/domain/events.js';
import { PERMISSIONS } from '../../src/domain/permissions.js';
import { registry } from '../../src/handlers/index.js';
import { sound } from './evening.js';

/** A command, and the event that tells of it. */
const BOTH = 'ticket.ready';
/** What looks like the name of an event, and is that of a command, a question or a right. */
const NO_EVENTS = new Set(
  [
    ...Object.keys(PERMISSIONS),
    ...registry().commands.map(({ type }) => type),
    ...registry().queries.map(({ name }) => name),
  ].filter((name) => name !== BOTH),
);

/** Tells of an event of this type, whatever it holds. */
const heard = (type: string) =>
  audiencesOf({ type, data: { ticket: { stationId: 'hot' } } }).length > 0;

t.test(
  'events: the table names each that the rules tell of to a screen, and no other',
  async (t) => {
    const files = readdirSync('src/domain', { recursive: true, encoding: 'utf8' });
    const told = new Set<string>();
    for (const file of files.filter((name) => name.endsWith('.ts') && name !== 'events.ts')) {
      const text = readFileSync(join('src/domain', file), 'utf8');
      for (const [, name = ''] of text.matchAll(/'([a-z]+\.[a-zA-Z]+)'/gi)) {
        if (heard(name) && !NO_EVENTS.has(name)) told.add(name);
      }
    }
    t.strictSame([...told].sort(), Object.keys(EVENTS).sort());
  },
);

t.test('events: an evening tells of documents as the table says', async (t) => {
  const seen = new Set<string>();
  for (const { type, data } of sound.events) {
    if (!heard(type)) continue;
    seen.add(type);
    const holds = EVENTS[type as EventType];
    t.match(data, holds === null ? {} : { [holds]: { id: String, rev: Number } }, type);
  }
  t.ok(seen.size > 15, `${seen.size} kinds`);
});
