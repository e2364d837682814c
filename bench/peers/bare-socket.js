// The limit of sockets: uWebSockets.js, the same bytes out, the same bytes on the disk if any, and nothing else.
import { App, us_socket_local_port } from 'uWebSockets.js';
import { openCommits } from './lmdb-commits.js';
import { filled, headOf, turns } from './order-answers.js';

const { STORE, GATHER_MS = '8' } = process.env;
const commit = STORE ? openCommits(STORE) : null;
const gatherMs = Number(GATHER_MS);

const app = App();
let gathered = [];
function publish(event) {
  gathered.push(event);
  if (gathered.length === 1) setTimeout(flush, gatherMs);
}
function flush() {
  const events = gathered;
  gathered = [];
  // All in one turn of the event loop: uWebSockets sends them to each socket together.
  for (const event of events) app.publish('screens', event);
}

app.ws('/*', {
  idleTimeout: 60,
  sendPingsAutomatically: true,
  maxBackpressure: 64 * 1024 * 1024,
  closeOnBackpressureLimit: true,
  upgrade(res, req, context) {
    res.upgrade(
      { screen: req.getQuery() === 'screen', turn: null, open: true },
      req.getHeader('sec-websocket-key'),
      req.getHeader('sec-websocket-protocol'),
      req.getHeader('sec-websocket-extensions'),
      context,
    );
  },
  open(ws) {
    if (ws.getUserData().screen) ws.subscribe('screens');
  },
  async message(ws, message) {
    const text = Buffer.from(message).latin1Slice();
    const { id, type, orderId } = headOf(text);
    const data = ws.getUserData();
    data.turn ??= turns();
    const { ack, event, writes } = data.turn(type);
    if (commit && writes.length > 0) await commit(writes);
    if (event) publish(filled(event, id, orderId));
    if (data.open) ws.cork(() => ws.send(filled(ack, id, orderId)));
  },
  close(ws) {
    ws.getUserData().open = false;
  },
});
app.listen('127.0.0.1', 0, (socket) => console.log(`listening ${us_socket_local_port(socket)}`));
