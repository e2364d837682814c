import type { MongoClient, TopologyDescription } from 'mongodb';
import type { ServerStats } from '../store.js';

type OfCommand = { count: number; failures: number; seconds: number };

/** Counts what the driver says of itself, and what the store adds. */
export class Tally {
  groups = 0;
  groupConflicts = 0;
  unknownResults = 0;
  #connections = 0;
  #inUse = 0;
  #waiting = 0;
  #checkoutFailures = 0;
  #failovers = 0;
  #primary: string | null = null;
  readonly #commands = new Map<string, OfCommand>();

  /** To be called before the client connects. */
  follow(client: MongoClient): void {
    client.on('connectionCreated', () => this.#connections++);
    client.on('connectionClosed', () => this.#connections--);
    client.on('connectionCheckOutStarted', () => this.#waiting++);
    client.on('connectionCheckedOut', () => {
      this.#waiting--;
      this.#inUse++;
    });
    client.on('connectionCheckOutFailed', () => {
      this.#waiting--;
      this.#checkoutFailures++;
    });
    client.on('connectionCheckedIn', () => this.#inUse--);
    client.on('commandSucceeded', ({ commandName, duration }) => {
      this.#command(commandName, duration, 0);
    });
    client.on('commandFailed', ({ commandName, duration }) => {
      this.#command(commandName, duration, 1);
    });
    client.on('topologyDescriptionChanged', ({ newDescription }) => {
      this.#look(primaryOf(newDescription));
    });
  }

  /** Of a moment: the numbers go on, the answer stays. */
  stats(): ServerStats {
    return {
      connections: this.#connections,
      inUse: this.#inUse,
      waiting: this.#waiting,
      checkoutFailures: this.#checkoutFailures,
      commands: new Map([...this.#commands].map(([name, all]) => [name, { ...all }])),
      failovers: this.#failovers,
      unknownResults: this.unknownResults,
      groups: this.groups,
      groupConflicts: this.groupConflicts,
    };
  }

  #command(name: string, ms: number, failures: 0 | 1): void {
    const all = this.#commands.get(name) ?? { count: 0, failures: 0, seconds: 0 };
    all.count++;
    all.failures += failures;
    all.seconds += ms / 1000;
    this.#commands.set(name, all);
  }

  /** A new primary after there was none is one failover, not two. */
  #look(primary: string | null): void {
    if (primary === this.#primary) return;
    if (this.#primary !== null) this.#failovers++;
    this.#primary = primary;
  }
}

/** Null when there is none; of a sharded cluster its doors, which come and go. */
function primaryOf({ type, servers }: TopologyDescription): string | null {
  const writable = [...servers.values()].filter(({ isWritable }) => isWritable);
  if (type === 'Sharded') return writable.length > 0 ? 'mongos' : null;
  return writable[0]?.address ?? null;
}
