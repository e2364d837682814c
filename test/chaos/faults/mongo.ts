import { setTimeout as delay } from 'node:timers/promises';
import { MongoClient } from 'mongodb';
import type { Field } from '../field.js';
import type { Dinner, Fault } from '../fault.js';

/** Orders that are placed while a kind of trouble goes on. */
const COMMITS = 3000;
/**
 * From one trouble to the next. The driver takes each for a step-down and waits up to 500 ms before it looks
 * at the server again: much more often would be a server that is never there.
 */
const BETWEEN_MS = 2000;

interface Trouble {
  name: string;
  what: string;
  data: object;
}

/** What the server answers, or does not, when it steps down under a command. */
const STEPDOWNS: readonly Trouble[] = [
  [10107, 'NotWritablePrimary'],
  [189, 'PrimarySteppedDown'],
  [11602, 'InterruptedDueToReplStateChange'],
].map(([errorCode, codeName]) => ({
  name: `stepdown-${errorCode}`,
  what: `MongoDB steps down under commands and commits: ${codeName} (${errorCode})`,
  data: { failCommands: ['commitTransaction', 'find', 'insert', 'update', 'bulkWrite'], errorCode },
}));

const COMMITS_FAIL: readonly Trouble[] = [
  {
    name: 'commit-connection-closed',
    what: 'the connection closes on `commitTransaction`',
    data: { failCommands: ['commitTransaction'], closeConnection: true },
  },
  {
    name: 'commit-write-concern',
    what: '`commitTransaction` takes effect, and answers a write concern error (91)',
    data: {
      failCommands: ['commitTransaction'],
      writeConcernError: { code: 91, errmsg: 'Replication is being shut down' },
    },
  },
];

/** Fails one call in so many, over and over, until so many orders were acknowledged meanwhile. */
async function troubled(field: Field, dinner: Dinner, data: object) {
  const admin = new MongoClient(`mongodb://127.0.0.1:${field.mongo.port}/?directConnection=true`);
  const failPoint = (mode: object | string) =>
    admin.db('admin').command({ configureFailPoint: 'failCommand', mode, data });
  try {
    for (const end = dinner.placed + COMMITS; dinner.placed < end; await delay(BETWEEN_MS)) {
      await failPoint({ times: 2 });
    }
  } finally {
    await failPoint('off');
    await admin.close();
  }
}

/** In CI `test/db/mongo/unknown.test.ts` has the same troubles at the store, some hundred commits of each. */
const troubles = [...STEPDOWNS, ...COMMITS_FAIL].map(
  ({ name, what, data }): Fault => ({
    name,
    what: `${what}, during ${COMMITS.toLocaleString('en')} orders`,
    lanes: 8,
    strike: (field, dinner) => troubled(field, dinner, data),
  }),
);

export const mongo: readonly Fault[] = [
  ...troubles,
  {
    name: 'mongo-killed',
    what: '`kill -9` of MongoDB; it is back after two seconds',
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
