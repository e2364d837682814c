import { KotdError } from '../domain/errors.js';
import type { ExitCode } from '../exit-code.js';
import type { LeaseTransport } from '../limits/leases.js';
import type { ToLeases } from '../limits/messages.js';
import type { Bus, StreamMessage, Writer } from '../realtime/bus.js';
import { BusPipe } from './bus-pipe.js';
import { MAX_UNSENT, type Ready, type Start, type ToPrimary, type ToWorker } from './messages.js';
import { OpsLink } from './ops-link.js';
import { Outbox, type SendBatch } from './outbox.js';
import { Questions } from './questions.js';
import { endWithTerminal } from './signals.js';

/** Milliseconds for the primary to answer: it gives each worker a second, and one scrape may run. */
const METRICS_MS = 5000;

const JSON_WRITER: Writer = { of: (value) => JSON.stringify(value) };

type Drain = (graceMs: number) => Promise<void>;
type MetricsSource = () => Promise<readonly object[]>;

/**
 * A worker's side of the channel to the primary. When the primary is gone, the channel breaks and
 * node:cluster ends the worker. Signals to the whole group (Ctrl-C, a service manager) are the
 * primary's: a worker ends only when it is told to drain.
 */
export class WorkerLink {
  /** 1, 2, 3 …: this worker's place. */
  readonly worker: number;
  /** No worker of this box was ready before: this one prepares the store (demo organization). */
  readonly first: boolean;
  readonly bus: Bus;
  /** The way to the ledger of limits (see Leases). */
  readonly limits: LeaseTransport;
  /** How the box does, and this worker in it. */
  readonly ops: OpsLink;

  readonly #send: SendBatch<ToPrimary>;
  readonly #pipe: Pick<BusPipe, 'send' | 'unsent'>;
  readonly #outbox: Outbox<ToPrimary>;
  /** Stream messages as JSON. */
  #published: string[] = [];
  readonly #streamListeners: ((message: StreamMessage) => void)[] = [];
  readonly #leaseListeners: ((message: ToLeases) => void)[] = [];
  readonly #metricsAsked = new Questions<string | null>();
  #metricsSource: MetricsSource = async () => [];
  #drain: Drain = async () => undefined;
  #alone: boolean;
  #housekeeper = false;
  #housekeeping: (mine: boolean) => void = () => undefined;
  #busHealthy: boolean;
  readonly #healthListeners: ((healthy: boolean) => void)[] = [];
  readonly #lossListeners: (() => void)[] = [];

  constructor(start: Start, send: SendBatch<ToPrimary>, pipe: Pick<BusPipe, 'send' | 'unsent'>) {
    this.worker = start.worker;
    this.first = start.first;
    this.#alone = start.alone;
    // In a fleet nothing is proved before the primary says so; a box alone has nobody to miss.
    this.#busHealthy = !start.config.fleet;
    this.#send = send;
    this.#pipe = pipe;
    this.#outbox = new Outbox(send);
    this.ops = new OpsLink((message) => this.#outbox.post(message));
    this.bus = {
      publish: (message, writer = JSON_WRITER) => {
        if (this.#alone) return;
        if (this.#published.length === 0) setImmediate(() => this.#sendPublished());
        this.#published.push(writer.of(message));
      },
      onMessage: (listener) => {
        this.#streamListeners.push(listener);
      },
    };
    this.limits = {
      send: (messages) => {
        this.#outbox.post({ kind: 'limits', messages });
        this.#outbox.flush();
      },
      onMessage: (listener) => {
        this.#leaseListeners.push(listener);
      },
    };
  }

  /** To be called once, when this worker listens. */
  ready({ port, banner }: Ready): void {
    this.#outbox.post({ kind: 'ready', port, banner });
  }

  /**
   * This worker cannot do its work; the line tells whoever started kotd why. Ends the process.
   * @param exitCode of the primary, if no worker was ready before
   */
  fatal(line: string, exitCode: ExitCode = 1): Promise<never> {
    this.#outbox.flush();
    return new Promise(() => {
      this.#send([{ kind: 'fatal', line, exitCode }], () => process.exit(1));
    });
  }

  /** `drain` finishes what is under way, in less than `graceMs`; then the process ends. */
  onDrain(drain: Drain): void {
    this.#drain = drain;
  }

  /** Tells each time the keys of the house (who sweeps the store) come or go, at once if they are here. */
  onHousekeeper(changed: (mine: boolean) => void): void {
    this.#housekeeping = changed;
    if (this.#housekeeper) changed(true);
  }

  /**
   * Tells at once, and at every change, whether the bus to the other boxes proves that it works (see
   * OuterBus). A box that stands alone has nobody to miss: true.
   */
  onBusHealth(listener: (healthy: boolean) => void): void {
    this.#healthListeners.push(listener);
    listener(this.#busHealthy);
  }

  /**
   * Called each time when stream messages of others were lost on their way here, or may have been: too many
   * waited, or a worker was killed. What hangs on them alone has to be asked of the store again.
   */
  onBusLost(listener: () => void): void {
    this.#lossListeners.push(listener);
  }

  /**
   * The metrics of all workers, merged by the primary, as Prometheus reads them.
   * @throws KotdError deadline_passed when the primary does not answer in time
   * @throws Error when it cannot merge them; its log says why
   */
  async metrics(patienceMs = METRICS_MS): Promise<string> {
    const ask = (id: number) => this.#outbox.post({ kind: 'metricsPlease', id });
    const text = await this.#metricsAsked.ask(ask, patienceMs);
    if (typeof text === 'string') return text;
    if (text === null) throw new Error('the primary cannot merge the metrics');
    throw new KotdError('deadline_passed', { detail: 'The primary does not answer' });
  }

  /** `source` answers this worker's own metrics (`Metrics.json`). */
  onMetricsAsk(source: MetricsSource): void {
    this.#metricsSource = source;
  }

  receive(message: ToWorker): void {
    switch (message.kind) {
      case 'busHealth':
        if (this.#busHealthy === message.healthy) return;
        this.#busHealthy = message.healthy;
        for (const listener of this.#healthListeners) listener(message.healthy);
        return;
      case 'busLost':
        for (const listener of this.#lossListeners) listener();
        return;
      case 'limits':
        for (const each of message.messages) {
          for (const listener of this.#leaseListeners) listener(each);
        }
        return;
      case 'drain':
        void this.#drain(message.graceMs).then(() => process.exit(0));
        return;
      case 'ping':
        this.#outbox.post({ kind: 'pong' });
        return;
      case 'housekeeper':
        this.#housekeeper = message.mine;
        this.#housekeeping(message.mine);
        return;
      case 'metricsWanted':
        this.#metricsSource().then(
          (metrics) => this.#outbox.post({ kind: 'metrics', id: message.id, metrics }),
          // A scrape must not end a worker; the primary counts the answer that is missing.
          (error: Error) => process.emitWarning(error),
        );
        return;
      case 'metricsMerged':
        this.#metricsAsked.answer(message.id, message.text);
        return;
      case 'vitalsWanted':
      case 'ops':
        this.ops.receive(message);
        return;
      case 'company':
        this.#alone = message.alone;
        return;
      case 'start':
        throw new Error('a worker starts only once');
    }
  }

  #sendPublished(): void {
    const batch = Buffer.from(`[${this.#published.join()}]`);
    this.#published = [];
    if (this.#pipe.unsent > MAX_UNSENT) this.#outbox.post({ kind: 'busDropped' });
    else this.#pipe.send(batch);
  }

  /** @param batch what another worker's pipe was given */
  hear(batch: Buffer): void {
    const messages: StreamMessage[] = JSON.parse(batch.toString());
    for (const message of messages) {
      for (const listener of this.#streamListeners) listener(message);
    }
  }
}

/** Takes the place that the primary forked this process for. */
export async function joinCluster(): Promise<{ link: WorkerLink; config: Start['config'] }> {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => undefined);
  endWithTerminal();
  // Before node:cluster's own listener, which would exit.
  process.prependListener('disconnect', end);
  process.on('uncaughtException', (error) => {
    console.error(error);
    end();
  });
  return await new Promise((resolve) => {
    sendToPrimary([{ kind: 'joining' }], () => undefined);
    let link: WorkerLink | undefined;
    const pipe = BusPipe.ofWorker((batch) => link?.hear(batch));
    process.on('message', (batch: readonly ToWorker[]) => {
      for (const message of batch) {
        if (link) link.receive(message);
        else if (message.kind === 'start') {
          link = new WorkerLink(message, sendToPrimary, pipe);
          resolve({ link, config: message.config });
        }
      }
    });
  });
}

/**
 * Ends this process without `process.exit`: that waits for the store's threads, and one of them may be in
 * the middle of a commit that waits for this very thread; the worker would hang, with the store's lock in
 * its hand. Whoever is killed leaves no half commit.
 */
function end(): void {
  process.kill(process.pid, 'SIGKILL');
}

function sendToPrimary(batch: readonly ToPrimary[], sent: () => void): void {
  // A channel that broke ends this process in a moment; nothing can be said any more.
  if (process.connected) process.send?.(batch, undefined, undefined, sent);
  else sent();
}
