import { type Document, MongoClient } from 'mongodb';
import type { MongoServer } from '../../mongo.js';

/** Makes a server fail as it is told. */
export class FailPoint {
  readonly #client: MongoClient;

  constructor(server: MongoServer) {
    this.#client = new MongoClient(server.url('admin'));
  }

  /** The next so many commits of transactions of kotd. */
  async commits(times: number, how: Document): Promise<void> {
    await this.#set({ times }, { failCommands: ['commitTransaction'], appName: 'kotd', ...how });
  }

  /** So many of a command. */
  async command(name: string, times: number, how: Document): Promise<void> {
    await this.#set({ times }, { failCommands: [name], appName: 'kotd', ...how });
  }

  async off(): Promise<void> {
    await this.#set('off', {});
  }

  async close(): Promise<void> {
    await this.off();
    await this.#client.close();
  }

  async #set(mode: Document | 'off', data: Document): Promise<void> {
    const command = {
      configureFailPoint: 'failCommand',
      mode,
      ...(mode === 'off' ? {} : { data }),
    };
    await this.#client.db('admin').command(command);
  }
}
