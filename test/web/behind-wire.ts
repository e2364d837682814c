import type { Test } from 'tap';
import { Wire } from '../chaos/wire.js';
import type { Web } from './browser.js';

/**
 * A line to the kotd of a test that can be cut, and the address of its pages at the other end. What a browser
 * complains of while it is cut is expected.
 */
export async function behindWire(t: Test, web: Web): Promise<{ wire: Wire; url: string }> {
  const wire = await Wire.to({ host: '127.0.0.1', port: Number(new URL(web.url).port) });
  t.teardown(() => wire.close());
  web.expected.push(/ERR_(CONNECTION|EMPTY|INTERNET|NETWORK|SOCKET)/, /WebSocket connection/);
  return { wire, url: `http://127.0.0.1:${wire.port}` };
}
