import type { Client } from './client.js';
import { type Door, enterAll } from './door.js';
import { Orders } from './orders.js';
import { doTasks } from './tasks.js';

/** Times that lines are added to an order before the terminal opens the next one. */
const ADDS = 15;

let clients: Client[] = [];

const tasks = {
  async open({ door, count }: { door: Door; count: number }): Promise<void> {
    clients = await enterAll(
      count,
      () => door,
      () => ({ keep: Number.POSITIVE_INFINITY }),
    );
  },

  /** The answers to one order and to each time that lines were added to it. */
  async sample({ lines }: { lines: readonly object[] }): Promise<string[]> {
    const orders = new Orders(lines);
    const [client] = clients;
    if (!client) return [];
    const { orderId, answer } = await orders.create(client, true);
    const answers = [answer];
    for (let i = 0; i < ADDS; i++) answers.push((await orders.addLines(client, orderId)).answer);
    return answers.map((text) => Buffer.from(text, 'latin1').toString());
  },

  /** Every terminal sends its next command when the last one is answered; answers a second. */
  async run({ seconds, lines }: { seconds: number; lines: readonly object[] }): Promise<number> {
    const orders = new Orders(lines);
    const began = performance.now();
    const until = began + 1000 * seconds;
    let answers = 0;
    await Promise.all(
      clients.map(async (client) => {
        while (performance.now() < until) {
          const { orderId } = await orders.create(client, true);
          answers++;
          for (let i = 0; i < ADDS && performance.now() < until; i++) {
            await orders.addLines(client, orderId);
            answers++;
          }
        }
      }),
    );
    return answers / ((performance.now() - began) / 1000);
  },
};
export type Terminals = typeof tasks;

doTasks(tasks);
