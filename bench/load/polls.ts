import { randomUUID } from 'node:crypto';
import { Agent, request } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { type Waits, waitsOf } from './spread.js';
import { doTasks } from './tasks.js';

interface Ticket {
  orderId: string;
}

const agent = new Agent({ keepAlive: true, maxSockets: 64 });

const tasks = {
  /**
   * Tickets are sent for as long as a screen waits between two looks, and every screen looks until it has seen
   * them all; each began at another moment. From the waiter's "send" to the answer that shows the ticket.
   */
  async run(args: { url: string; screens: number; everyMs: number; rate: number }): Promise<Waits> {
    const { url, screens, everyMs, rate } = args;
    const all = Math.floor((rate * everyMs) / 1000);
    const sentAt = new Map<string, number>();
    const values: number[] = [];
    const watch = async (screen: number) => {
      await delay((everyMs * screen) / screens);
      for (let seen = 0; seen < all; ) {
        const tickets = JSON.parse(await ask('GET', `${url}/tickets?after=${seen}`)) as Ticket[];
        const now = performance.now();
        for (const { orderId } of tickets) values.push(now - (sentAt.get(orderId) ?? now));
        seen += tickets.length;
        if (seen < all) await delay(everyMs);
      }
    };
    const send = async () => {
      for (let i = 0; i < all; i++) {
        const orderId = randomUUID();
        sentAt.set(orderId, performance.now());
        await ask('POST', `${url}/orders/${orderId}/send`);
        await delay(1000 / rate);
      }
    };
    await Promise.all([send(), ...Array.from({ length: screens }, (_, i) => watch(i))]);
    return waitsOf(values);
  },
};
export type Polls = typeof tasks;

function ask(method: string, url: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const asked = request(url, { method, agent }, (answer) => {
      let text = '';
      answer.setEncoding('utf8');
      answer.on('data', (part: string) => {
        text += part;
      });
      answer.on('end', () => {
        if (answer.statusCode === 200) resolve(text);
        else reject(new Error(`${method} ${url}: ${answer.statusCode}`));
      });
    });
    asked.on('error', reject);
    asked.end();
  });
}

doTasks(tasks);
