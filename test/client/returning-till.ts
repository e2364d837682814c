/** A till that has come back to its server, and says what waits in its outbox, until somebody kills it. */
import { openDevice } from '../../client/node.js';
import { fastTillClock } from './fast-till-clock.js';
import { person, Tokens } from './people.js';

const [url = '', outlet = '', token = '', store = ''] = process.argv.slice(2);

const device = await openDevice({ url, store, world: { clock: fastTillClock } });
const tokens = new Tokens(token, person('till'));
const till = await device.terminal({ outlet, audience: ['floor'], tokens });

console.log(till.outbox.get().waiting.length);
till.outbox.subscribe(() => console.log(till.outbox.get().waiting.length));
