import { type AddressInfo, createServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { StartError } from './start-error.js';

const AGAIN_MS = 25;

/**
 * Makes sure that nobody else listens there, and answers the port (a free one for 0). The workers share
 * it by SO_REUSEPORT, which would let a second instance join in unnoticed (platform trap 9): a plain
 * listen is refused if anybody, sharing or not, has the port.
 * @param patienceMs how long a taken port may take to become free: the workers of a killed primary
 *   need a moment to notice
 * @throws StartError
 */
export async function claimPort(host: string, port: number, patienceMs: number): Promise<number> {
  for (let waited = 0; ; waited += AGAIN_MS) {
    try {
      return await tryPort(host, port);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code !== 'EADDRINUSE' || waited >= patienceMs) throw refused(host, port, error);
      await delay(AGAIN_MS);
    }
  }
}

function tryPort(host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.destroy());
    server.once('error', reject);
    server.listen({ host, port, exclusive: true }, () => {
      const { port: found } = server.address() as AddressInfo;
      server.close(() => resolve(found));
    });
  });
}

const REASONS: Record<string, string> = {
  EADDRINUSE: 'another program listens there',
  EACCES: 'this user may not listen there',
  EADDRNOTAVAIL: 'this machine does not have that address',
  ENOTFOUND: 'there is no such host',
  EAI_AGAIN: 'the host name cannot be resolved now',
};

function refused(host: string, port: number, error: unknown): StartError {
  const { code = '', message } = error as NodeJS.ErrnoException;
  return new StartError(`cannot listen on ${host} port ${port}: ${REASONS[code] ?? message}`);
}
