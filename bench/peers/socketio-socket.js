// Socket.IO as its pages on performance and on rooms say: WebSocket only, the first request forgotten, events to a
// room; with several processes, its Redis adapter. What is committed is committed as kotd does.
import { createServer } from 'node:http';
import { createAdapter } from '@socket.io/redis-adapter';
import { Redis } from 'ioredis';
import { Server } from 'socket.io';
import { openCommits } from './lmdb-commits.js';
import { filled, turns } from './order-answers.js';

const { STORE, REDIS } = process.env;
const commit = STORE ? openCommits(STORE) : null;
const io = new Server({ transports: ['websocket'], serveClient: false });
if (REDIS) {
  const publisher = new Redis(REDIS);
  io.adapter(createAdapter(publisher, publisher.duplicate()));
}
io.on('connection', (socket) => {
  if (socket.handshake.auth.screen) socket.join('screens');
  const turn = turns();
  socket.on('cmd', async ({ id, type, body }, answer) => {
    const { ack, event, writes } = turn(type);
    const orderId = body.orderId ?? id;
    if (commit && writes.length > 0) await commit(writes);
    if (event) io.to('screens').emit('ev', JSON.parse(filled(event, id, orderId)));
    answer(JSON.parse(filled(ack, id, orderId)));
  });
});

/** "By default, a reference to the first HTTP request of each session is kept in memory." */
function forget(rawSocket) {
  rawSocket.request = null;
}

const http = createServer();
io.attach(http);
io.engine.on('connection', forget);
http.listen({ host: '127.0.0.1', port: 0, backlog: 4096 }, () =>
  console.log(`listening ${http.address().port}`),
);
