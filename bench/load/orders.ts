import { randomUUID } from 'node:crypto';
import type { Client } from './client.js';

/** A command on an order, and the frame that answered it. */
export interface Done {
  orderId: string;
  answer: string;
}

/** The commands of a waiter, made by hand: JSON.stringify would be half of what the load does. */
export class Orders {
  readonly #lines: string;

  /** @param lines of each order, or of each time that lines are added */
  constructor(lines: readonly object[]) {
    this.#lines = JSON.stringify(lines);
  }

  /** Opens a takeaway order, with lines or without. */
  async create(client: Client, full: boolean): Promise<Done> {
    const lines = full ? this.#lines : '[]';
    const answer = await ask(client, 'order.create', `{"type":"takeaway","lines":${lines}}`);
    return { orderId: orderIn(answer), answer };
  }

  async addLines(client: Client, orderId: string): Promise<Done> {
    const body = `{"orderId":"${orderId}","lines":${this.#lines}}`;
    return { orderId, answer: await ask(client, 'order.addLines', body) };
  }

  async send(client: Client, orderId: string): Promise<Done> {
    return { orderId, answer: await ask(client, 'order.send', `{"orderId":"${orderId}"}`) };
  }
}

function ask(client: Client, type: string, body: string): Promise<string> {
  const id = randomUUID();
  return client.command(`{"t":"cmd","id":"${id}","type":"${type}","body":${body}}`, id);
}

const RESULT = '"result":{"id":"';

function orderIn(answer: string): string {
  const at = answer.indexOf(RESULT) + RESULT.length;
  return answer.slice(at, answer.indexOf('"', at));
}
