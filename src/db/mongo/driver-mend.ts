import { createRequire } from 'node:module';
import type { Socket } from 'node:net';

/** What of the driver's own connection is used here; it is no part of what the driver exports. */
interface DriverConnection {
  socket: Socket;
  closed: boolean;
  /** Ends the connection, and tells whoever reads from it. */
  cleanup(error: Error): void;
}

let mended = false;

/**
 * The driver (7.8.0) forgets a call that it begins in the moment in which its connection ends. The socket
 * takes nothing any more and so seems full; the driver waits for it to drain, which never comes, since
 * an end tells only those who read. The call never returns and keeps its connection: seen in two of five
 * kills of a server under a call, and each would hold up an organization's commits for ever. Here those
 * who wait to write are told of the end as well. `test/db/mongo/ended.test.ts` shows when it can go.
 */
export function mendDriver(): void {
  if (mended) return;
  mended = true;
  const require = createRequire(import.meta.url);
  const driver: {
    Connection: { prototype: DriverConnection };
  } = require('mongodb/lib/cmap/connection.js');
  const { prototype } = driver.Connection;
  const { cleanup } = prototype;
  prototype.cleanup = function (error) {
    const { closed } = this;
    cleanup.call(this, error);
    if (!closed && this.socket.listenerCount('drain') > 0) this.socket.emit('error', error);
  };
}
