import { setTimeout as delay } from 'node:timers/promises';
import { FailPoint } from '../../db/mongo/fail-point.js';
import { metric } from '../../metric.js';
import type { Field } from '../field.js';
import type { Dinner, Fault } from '../fault.js';

/** Orders that are placed while a kind of trouble goes on. */
const COMMITS = 3000;
/**
 * From one trouble to the next. The driver takes each for a step-down and waits up to 500 ms before it looks
 * at the server again: much more often would be a server that is never there.
 */
const BETWEEN_MS = 2000;
const ANSWER_WITHIN_MS = 15_000;

interface Trouble {
  name: string;
  what: string;
  /** Commands that meet it, one kind after the other. */
  commands: readonly string[];
  how: object;
}

/** What the server answers, or does not, when it steps down under a command. */
const STEPDOWNS: readonly Trouble[] = [
  [10107, 'NotWritablePrimary'],
  [189, 'PrimarySteppedDown'],
  [11602, 'InterruptedDueToReplStateChange'],
].map(([errorCode, codeName]) => ({
  name: `stepdown-${errorCode}`,
  what: `MongoDB steps down under commands and commits: ${codeName} (${errorCode})`,
  commands: [
    'commitTransaction',
    'find',
    'commitTransaction',
    'insert',
    'commitTransaction',
    'update',
  ],
  how: { errorCode },
}));

const COMMITS_FAIL: readonly Trouble[] = [
  {
    name: 'commit-connection-closed',
    what: 'the connection closes on `commitTransaction`',
    commands: ['commitTransaction'],
    how: { closeConnection: true },
  },
  {
    name: 'commit-write-concern',
    what: '`commitTransaction` takes effect, and answers a write concern error (91)',
    commands: ['commitTransaction'],
    how: { writeConcernError: { code: 91, errmsg: 'Replication is being shut down' } },
  },
];

/** Fails two calls of a command, over and over, until so many orders were acknowledged meanwhile. */
async function troubled(field: Field, dinner: Dinner, { commands, how }: Trouble) {
  const failPoint = new FailPoint(field.mongo);
  try {
    const end = dinner.placed + COMMITS;
    for (let round = 0; dinner.placed < end; round++) {
      // Two, since the driver asks a second time by itself.
      await failPoint.command(commands[round % commands.length] ?? '', 2, how);
      await delay(BETWEEN_MS);
    }
  } finally {
    await failPoint.close();
  }
  // Else nothing was tried.
  if ((await unknownResults(field)) === 0) throw new Error('no commit met the trouble');
}

/** How many commits of all boxes had to find out whether they took effect. */
async function unknownResults(field: Field): Promise<number> {
  let sum = 0;
  for (const { url } of field.boxes) sum += await metric(url, 'kotd_store_unknown_results_total');
  return sum;
}

/** In CI `test/db/mongo/unknown.test.ts` has the same troubles at the store, some hundred commits of each. */
const troubles = [...STEPDOWNS, ...COMMITS_FAIL].map(
  (trouble): Fault => ({
    name: trouble.name,
    what: `${trouble.what}, during ${COMMITS.toLocaleString('en')} orders`,
    lanes: 8,
    answerWithinMs: ANSWER_WITHIN_MS,
    strike: (field, dinner) => troubled(field, dinner, trouble),
  }),
);

export const mongo: readonly Fault[] = [
  ...troubles,
  {
    name: 'mongo-killed',
    what: '`kill -9` of MongoDB; it is back after two seconds',
    answerWithinMs: 12_000,
    ci: true,
    lanes: 4,
    async strike(field) {
      await field.mongo.kill();
      await delay(2000);
      await field.mongo.restart();
    },
  },
  {
    name: 'mongo-frozen',
    what: '`SIGSTOP` of MongoDB for eight seconds',
    answerWithinMs: 16_000,
    lanes: 4,
    async strike(field) {
      field.mongo.pause();
      await delay(8000);
      field.mongo.resume();
    },
  },
  {
    name: 'mongo-cut',
    what: 'the wires to MongoDB break every 200 ms for six seconds, in the middle of commits; then one is cut for three',
    answerWithinMs: 12_000,
    ci: true,
    lanes: 4,
    async strike(field) {
      for (let round = 0; round < 30; round++) {
        field.box(1 + (round % field.boxes.length)).mongo?.breakOpen();
        await delay(200);
      }
      field.box(1).mongo?.cut();
      await delay(3000);
      field.box(1).mongo?.heal();
    },
  },
  {
    name: 'mongo-answers-lost',
    what: 'MongoDB hears everything and its answers get lost for half a second, eight times',
    answerWithinMs: 10_000,
    lanes: 4,
    async strike(field) {
      for (let round = 0; round < 8; round++) {
        const { mongo } = field.box(1 + (round % field.boxes.length));
        mongo?.loseAnswers();
        await delay(500);
        mongo?.heal();
        await delay(500);
      }
    },
  },
];
