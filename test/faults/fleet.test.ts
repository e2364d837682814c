import t from 'tap';
import { findProgram } from '../../fleet/find.js';
import { NO_NGINX } from '../../fleet/front.js';
import { FAULTS } from '../chaos/faults/index.js';
import { play } from '../chaos/play.js';
import { noMongo } from '../mongo.js';
import { noOwnRedis } from '../redis.js';

const missing =
  noMongo ||
  noOwnRedis ||
  (process.env.CI !== 'true' && findProgram('nginx') === null && NO_NGINX) ||
  (process.platform !== 'linux' && 'reads /proc');

for (const fault of FAULTS) {
  if (!fault.ci) continue;
  t.test(`fleet: ${fault.name}`, { skip: missing, timeout: 120_000 }, async (t) => {
    const { broken, commands, longestAnswerMs, kitchenMs } = await play(fault);
    t.same(broken, [], fault.what);
    t.ok(commands > 100, `${commands} commands`);
    t.comment(
      `longest answer ${longestAnswerMs.toFixed(0)} ms, tickets ${JSON.stringify(kitchenMs)}`,
    );
  });
}
