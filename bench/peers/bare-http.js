// The limit of reading: uWebSockets.js, and nothing but the bytes that kotd answered.
import { App, us_socket_local_port } from 'uWebSockets.js';

/** [{ path, status, headers: [[name, value]], body }] */
const answers = JSON.parse(process.env.ANSWERS);

const app = App();
for (const { path, status, headers, body } of answers) {
  const bytes = Buffer.from(body);
  app.get(path, (res) => {
    res.writeStatus(status);
    for (const [name, value] of headers) res.writeHeader(name, value);
    if (bytes.length > 0) res.end(bytes);
    else res.endWithoutBody();
  });
}
app.listen('127.0.0.1', 0, (socket) => console.log(`listening ${us_socket_local_port(socket)}`));
