// The limit of reading what no cache has: uWebSockets.js sends the text that LMDB has now, as it stands there.
import { open } from 'lmdb';
import { App, us_socket_local_port } from 'uWebSockets.js';

const { FOLDER, PATHNAME } = process.env;
const key = Buffer.from(process.env.KEY, 'base64');
const headers = JSON.parse(process.env.HEADERS);
const db = open({ path: FOLDER, noSubdir: false, encoding: 'binary', keyEncoding: 'binary' });

const app = App();
app.get(PATHNAME, (res) => {
  // As kotd does: without it lmdb-js answers from the snapshot that the turn of the event loop began with.
  db.resetReadTxn();
  const text = db.getBinary(key);
  for (const [name, value] of headers) res.writeHeader(name, value);
  res.end(text);
});
app.listen('127.0.0.1', 0, (socket) => console.log(`listening ${us_socket_local_port(socket)}`));
