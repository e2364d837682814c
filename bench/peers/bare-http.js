// The limit of reading: uWebSockets.js, and nothing but the bytes that kotd answered.
import { App, us_socket_local_port } from 'uWebSockets.js';

/** [{ path, status, headers: [[name, value]], body, copies }]; with copies: so many, at path/0, path/1, ... */
const answers = JSON.parse(process.env.ANSWERS);

const app = App();
for (const { path, copies, ...answer } of answers) {
  if (copies === undefined) serve(path, answer);
  for (let copy = 0; copy < copies; copy++) serve(`${path}/${copy}`, answer);
}
function serve(path, { status, headers, body }) {
  // Bytes of its own: copies lie in different places, as different answers do.
  const bytes = Buffer.from(body);
  app.get(path, (res) => {
    res.writeStatus(status);
    for (const [name, value] of headers) res.writeHeader(name, value);
    if (bytes.length > 0) res.end(bytes);
    else res.endWithoutBody();
  });
}
app.listen('127.0.0.1', 0, (socket) => console.log(`listening ${us_socket_local_port(socket)}`));
