// ws, as its README broadcasts: a loop over the clients. No compression, which is its default.
import { WebSocketServer } from 'ws';
import { filled, headOf, turns } from './order-answers.js';

const server = new WebSocketServer({
  host: '127.0.0.1',
  port: 0,
  backlog: 4096,
  clientTracking: false,
});
const screens = new Set();
server.on('connection', (socket, request) => {
  if (request.url.endsWith('?screen')) {
    screens.add(socket);
    socket.on('close', () => screens.delete(socket));
  }
  let turn = null;
  socket.on('message', (message) => {
    const { id, type, orderId } = headOf(message.toString('latin1'));
    turn ??= turns();
    const { ack, event } = turn(type);
    if (event) {
      const bytes = Buffer.from(filled(event, id, orderId));
      for (const screen of screens) screen.send(bytes, { binary: false });
    }
    socket.send(filled(ack, id, orderId));
  });
  socket.on('error', () => {});
});
server.on('listening', () => console.log(`listening ${server.address().port}`));
