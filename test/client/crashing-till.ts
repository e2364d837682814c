/** A till that takes orders as fast as it can, and writes down what it has stored, until somebody kills it. */
import { appendFileSync } from 'node:fs';
import { openDevice } from '../../client/node.js';
import { person, Tokens } from './people.js';

const [url = '', outlet = '', token = '', itemId = '', store = '', record = ''] =
  process.argv.slice(2);

const device = await openDevice({ url, store });
const tokens = new Tokens(token, person('till'));
const till = await device.terminal({ outlet, audience: ['floor'], tokens });

for (let number = 0; ; number++) {
  const note = () => `${process.pid}/${number}/${Math.random()}`;
  const first = note();
  const lines = [{ itemId, quantity: 1, note: first }];
  const { entry } = await till.queue('order.create', { type: 'takeaway', lines });
  const orderId = entry.body.id ?? '';
  appendFileSync(record, `${entry.id} ${orderId} ${first}\n`);
  const second = note();
  const more = [{ itemId, quantity: 1, note: second }];
  const added = await till.queue('order.addLines', { orderId, lines: more });
  appendFileSync(record, `${added.entry.id} ${orderId} ${second}\n`);
}
