import {
  App,
  type HttpResponse,
  type TemplatedApp,
  type us_listen_socket,
  us_listen_socket_close,
} from 'uWebSockets.js';

/** A turn of the event loop that took less than this found nothing to do, so nobody had just connected; ms. */
const IDLE_TURN_MS = 0.03;
/** A loop that is never idle for so long is closed upon all the same; ms. */
const PATIENCE_MS = 2_000;

/** What the doors of a worker are put on. */
export function newApp(): TemplatedApp {
  return App();
}

/** Closes new connections at once while there are as many as there are descriptors for. */
export function keepOut(app: TemplatedApp, doorman: { enter(): boolean; leave(): void }): void {
  const opened = (res: HttpResponse, count: number) => {
    if (count < 0) doorman.leave();
    else if (!doorman.enter()) res.close();
  };
  app.filter(opened);
}

/** Listens on the box's port together with all other workers (SO_REUSEPORT); null when it cannot. */
export function listenOn(
  app: TemplatedApp,
  host: string,
  port: number,
): Promise<us_listen_socket | null> {
  return new Promise((resolve) => {
    app.listen(host, port, (socket) => resolve(socket || null));
  });
}

/**
 * Stops listening at a moment when nobody waits to be accepted. The kernel has given each new connection
 * to one worker's socket by the time we hear of it, and resets those still waiting when that socket is
 * closed; after an idle turn there is none, but for what came in the last few microseconds. (Linux can
 * hand them to another worker, with net.ipv4.tcp_migrate_req = 1.)
 */
export function stopListening(socket: us_listen_socket): Promise<void> {
  const startedAt = performance.now();
  return new Promise((resolve) => {
    let turnedAt = startedAt;
    const turn = () => {
      const now = performance.now();
      if (now - turnedAt < IDLE_TURN_MS || now - startedAt > PATIENCE_MS) {
        us_listen_socket_close(socket);
        resolve();
        return;
      }
      turnedAt = now;
      setImmediate(turn);
    };
    setImmediate(turn);
  });
}
