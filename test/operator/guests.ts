import { randomUUID } from 'node:crypto';
import type { Bill } from '../../src/domain/shapes/bill.js';
import type { Order } from '../../src/domain/shapes/order.js';
import { Api } from '../api.js';
import type { Kotd } from '../kotd.js';
import { Restaurant } from '../restaurant.js';
import { type Frame, Socket } from '../socket.js';

/** With the same secret the tokens of before are good, wherever the restaurant is. */
export const SECRET = 'a-secret-that-outlives-the-move-of-a-restaurant';

/** Restaurants opened so far: their logins are numbered. */
let opened = 0;

interface Sent {
  body: object;
  key: string;
  /** As it was acknowledged. */
  order: Order;
}

/** A restaurant in service: what its people do, and what its terminals remember while kotd is away. */
export class Guests {
  readonly place: Restaurant;
  readonly sent: Sent[] = [];
  readonly #number = ++opened;
  #kotd: Kotd;
  /** Where the floor's screen was. */
  #resume = { epoch: '', seq: 0 };

  private constructor(kotd: Kotd, place: Restaurant) {
    this.#kotd = kotd;
    this.place = place;
  }

  /** Some have paid, some are eating, some have just ordered. */
  static async seat(kotd: Kotd): Promise<Guests> {
    const guests = new Guests(kotd, await Restaurant.open(kotd.url));
    const { place } = guests;
    await guests.pay();
    const open = await place.order(place.tables[0]);
    await place.do('POST', `/orders/${open.id}/send`, {});
    await guests.order();
    await guests.look();
    return guests;
  }

  /** To another kotd that has the same restaurant. */
  moveTo(kotd: Kotd): void {
    this.#kotd = kotd;
  }

  /** Whether the owner's password opens the door. */
  async login(): Promise<boolean> {
    const { status } = await new Api(this.#kotd.url).call('POST', '/auth/login', {
      body: {
        email: `owner-${process.pid}-${this.#number}@test.kotd`,
        password: 'a-good-password',
      },
    });
    return status === 200;
  }

  /** One orders, eats and pays; answers the number of the invoice. */
  async pay(): Promise<string> {
    const order = await this.order();
    const { body: bill } = await this.#post<Bill>(`/orders/${order.id}/bill`, { send: true });
    const amount = { tender: 'upi', amount: bill.payable };
    await this.#post(`/bills/${bill.id}/payments`, amount);
    return bill.invoiceNumber;
  }

  /** An order from a terminal that remembers it in its outbox. */
  async order(): Promise<Order> {
    const lines = [{ itemId: this.place.items[0]?.id, quantity: 2 }];
    const [body, key] = [{ type: 'takeaway', lines }, randomUUID()];
    const { body: order } = await this.#post<Order>('/orders', body, key);
    this.sent.push({ body, key, order });
    return order;
  }

  /** All of the outbox once more; answers what came of it. */
  async sendAgain(): Promise<{ order: Order; replayed: string | null }[]> {
    return await Promise.all(
      this.sent.map(async ({ body, key }) => {
        const { body: order, headers } = await this.#post<Order>('/orders', body, key);
        return { order, replayed: headers.get('idempotency-replayed') };
      }),
    );
  }

  /** Opens the floor's screen for a moment, and remembers where it was. */
  async look(): Promise<void> {
    const { epoch, seq } = await this.#firstFrame();
    this.#resume = { epoch: String(epoch), seq: Number(seq) };
  }

  /** What brings a screen level that comes back from where it was. */
  async resumed(): Promise<Frame> {
    return await this.#firstFrame(this.#resume);
  }

  async #firstFrame(resume?: { epoch: string; seq: number }): Promise<Frame> {
    const options = resume ? { resume } : {};
    const socket = await Socket.open(this.#kotd.url, this.place, 'waiter', ['floor'], options);
    const frame = await socket.next(({ t }) => t === 'reset' || t === 'ev' || t === 'pos');
    socket.close();
    return frame;
  }

  async #post<B>(path: string, body: object, key: string = randomUUID()) {
    const { outlet, tokens } = this.place;
    const answer = await new Api(this.#kotd.url).call<B>('POST', `/outlets/${outlet}${path}`, {
      token: tokens.owner,
      body,
      headers: { 'idempotency-key': key },
    });
    if (answer.status > 201) throw new Error(`${path}: ${JSON.stringify(answer.body)}`);
    return answer;
  }
}

/** The number behind the series of an invoice. */
export function serial(invoice: string): number {
  return Number(/(\d+)$/.exec(invoice)?.[1]);
}
