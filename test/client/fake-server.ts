import type { ClientFrame, ServerFrame } from '../../client/frames.js';
import { KotdError } from '../../src/domain/errors.js';
import type { NewLine, NewOrder } from '../../src/domain/shapes/order.js';
import { problemOf } from '../../src/handlers/problem.js';
import { House } from '../domain/house.js';
import type { FakeClock } from './fake-clock.js';
import type { FakeSocket } from './fake-net.js';

/** Commands that come at once are done side by side, some sooner and some later; ms. */
function slowness(id: string): number {
  return (id.charCodeAt(id.length - 1) % 5) * 20;
}

type Cmd = Extract<ClientFrame, { t: 'cmd' }>;
type Hello = Extract<ClientFrame, { t: 'hello' }>;
type Answered = Extract<ServerFrame, { t: 'ack' | 'err' }>;

export const HEARTBEAT_MS = 3_000;

/** How a frame gets from the server to a terminal. */
export type Carry = (socket: FakeSocket, frame: ServerFrame) => void;

/**
 * A server in memory: the real rules over one outlet, and of the protocol what a terminal sees. Each command has
 * its effect once, and its answer for ever.
 */
export class FakeServer {
  readonly house: House;
  readonly #clock: FakeClock;
  readonly #carry: Carry;
  readonly #sockets = new Set<FakeSocket>();
  /** By command id. */
  readonly answers = new Map<string, Answered>();
  /** How often each command was carried out. */
  readonly effects = new Map<string, number>();

  constructor(clock: FakeClock, carry: Carry) {
    this.#clock = clock;
    this.#carry = carry;
    this.house = House.open();
    for (const name of ['T1', 'T2', 'T3']) this.house.table(name);
    for (const name of ['Dosa', 'Idli']) this.house.item(name);
    this.#beat();
  }

  get seq(): number {
    return this.house.events.length;
  }

  accept(socket: FakeSocket): void {
    socket.heard = (frame) => this.#heard(socket, frame);
  }

  gone(socket: FakeSocket): void {
    this.#sockets.delete(socket);
  }

  #heard(socket: FakeSocket, frame: ClientFrame): void {
    this.#tellTime();
    if (frame.t === 'hello') this.#greet(socket, frame);
    else if (frame.t === 'cmd')
      this.#clock.after(slowness(frame.id), () => this.#carryOut(socket, frame));
  }

  #carryOut(socket: FakeSocket, frame: Cmd): void {
    this.#tellTime();
    this.#carry(socket, this.#answer(frame));
  }

  #tellTime(): void {
    this.house.now = new Date(this.#clock.now()).toISOString();
  }

  #greet(socket: FakeSocket, { resume }: Hello): void {
    const at = this.house.now;
    const limits = { frameBytes: 1e6, commandsAtOnce: 64, queueBytes: 1e6, resumeEvents: 5_000 };
    const times = {
      serverTime: at,
      heartbeatMs: HEARTBEAT_MS,
      expiresAt: '2099-01-01T00:00:00.000Z',
    };
    this.#carry(socket, { t: 'welcome', epoch: 'one', seq: this.seq, ...times, limits });
    // A gap that is too large is not replayed.
    const resumed = resume && this.seq - resume.seq < 40;
    if (!resumed) this.#carry(socket, this.#reset());
    else this.#tell(socket, resume.seq);
    this.#carry(socket, this.#pos());
    this.#sockets.add(socket);
  }

  #reset(): ServerFrame {
    const { house } = this;
    const orders = house
      .all('order')
      .filter(({ status }) => status === 'open' || status === 'billed');
    const bills = house
      .all('bill')
      .filter(({ status }) => status.endsWith('aid') && status !== 'paid');
    const tickets = house.all('ticket').filter(({ open }) => open);
    const snapshot = { orders, tickets, tables: house.all('table'), bills };
    return { t: 'reset', epoch: 'one', seq: this.seq, snapshot };
  }

  #pos(): ServerFrame {
    const at = new Date(this.#clock.now()).toISOString();
    return { t: 'pos', epoch: 'one', seq: this.seq, head: this.seq, at };
  }

  #tell(socket: FakeSocket, after: number): void {
    for (const { seq, type, at, actor, data } of this.house.events.slice(after)) {
      this.#carry(socket, { t: 'ev', seq, prev: seq - 1, type, at, actor, data });
    }
  }

  #answer(cmd: Cmd): Answered {
    const kept = this.answers.get(cmd.id);
    if (kept) return kept.t === 'ack' ? { ...kept, replayed: true } : kept;
    const before = this.seq;
    const answer = this.#run(cmd);
    this.answers.set(cmd.id, answer);
    if (this.seq > before) for (const socket of this.#sockets) this.#tell(socket, before);
    return answer;
  }

  #run({ id, type, body }: Cmd): Answered {
    try {
      const result = carriedOut(this.house, type, body as unknown as Fields);
      this.effects.set(id, (this.effects.get(id) ?? 0) + 1);
      return { t: 'ack', id, result, seq: this.seq };
    } catch (error) {
      const refusal = error instanceof KotdError ? error : new KotdError('not_found');
      return { t: 'err', id, problem: problemOf(refusal, 'trace') };
    }
  }

  #beat(): void {
    this.#clock.after(HEARTBEAT_MS, () => {
      for (const socket of this.#sockets) this.#carry(socket, this.#pos());
      this.#beat();
    });
  }
}

/** What the bodies of commands hold, as far as they hold it. */
interface Fields {
  orderId: string;
  fromOrderId: string;
  lineId: string;
  tableId: string;
  billId: string;
  ticketId: string;
  quantity: number;
  amount: number;
  reason: string;
  course?: number;
  guests: number | null;
  lines: NewLine[];
}

function carriedOut(house: House, type: string, body: Fields): unknown {
  const { orderId, lineId, tableId, billId, quantity, reason } = body;
  switch (type) {
    case 'order.create':
      return house.create(body as Partial<NewOrder>);
    case 'order.change':
      return house.changeGuests(orderId, body.guests);
    case 'order.addLines':
      return house.add(orderId, ...body.lines);
    case 'order.changeLine':
      return house.changeLine(orderId, lineId, { quantity });
    case 'order.send':
      return house.send(orderId, body.course);
    case 'order.voidLine':
      return house.void(orderId, lineId, quantity, reason);
    case 'order.cancel':
      return house.cancel(orderId, reason);
    case 'order.transfer':
      return house.transfer(orderId, tableId);
    case 'order.merge':
      return house.merge(orderId, body.fromOrderId);
    case 'order.bill':
      return house.bill(orderId, true);
    case 'bill.pay':
      return house.pay(billId, { tender: 'cash', amount: body.amount });
    case 'ticket.start':
    case 'ticket.ready':
    case 'ticket.bump':
    case 'ticket.recall':
      return house.step(body.ticketId, type.slice('ticket.'.length) as 'start');
    default:
      throw new Error(`the fake server has no ${type}`);
  }
}
