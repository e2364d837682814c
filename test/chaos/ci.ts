import t from 'tap';
import { findProgram } from '../../fleet/find.js';
import { NO_NGINX } from '../../fleet/front.js';
import { noMongo } from '../mongo.js';
import { noOwnRedis } from '../redis.js';
import type { Fault } from './fault.js';
import { play } from './play.js';

const noNginx = process.env.CI !== 'true' && findProgram('nginx') === null && NO_NGINX;
const missing = noMongo || noOwnRedis || (process.platform !== 'linux' && 'reads /proc');

/** Plays those of the faults that CI plays, each as a test. */
export function playInCi(faults: readonly Fault[]): void {
  for (const fault of faults) {
    if (!fault.ci) continue;
    const skip = missing || (fault.front && noNginx);
    t.test(`fleet: ${fault.name}`, { skip, timeout: 200_000 }, async (t) => {
      const { broken, commands, longestAnswerMs, kitchenMs } = await play(fault);
      t.same(broken, [], fault.what);
      t.ok(commands > 100, `${commands} commands`);
      t.comment(
        `longest answer ${longestAnswerMs.toFixed(0)} ms, tickets ${JSON.stringify(kitchenMs)}`,
      );
    });
  }
}
