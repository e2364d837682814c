/** How a server is spoken to over a WebSocket: what differs between kotd, a bare server and Socket.IO. */
export interface Dialect {
  readonly path: string;
  /** Subprotocol; '' for none. */
  readonly protocol: string;
  /** Sent as soon as the socket is open; null: nothing. */
  readonly first: string | null;
  /** What has to be said to a frame, such as to a ping in text; null: nothing. */
  replyTo(text: string): string | null;
  /** Whether this frame (`''`: that the socket is open) says that we are in, and are sent what happens. */
  letsIn(text: string): boolean;
  /** A command's frame as it is sent. */
  command(frame: string): string;
  /** The id of the command that this answers; null: it is no answer. @throws Error when it is a refusal */
  answers(text: string): string | null;
}

/** By their names, which go to the process of the load. */
export type DialectName = 'kotd' | 'plain' | 'socketio';

/** @param hello what a client says of itself: a frame, `?screen`, or what Socket.IO calls `auth` */
export function dialectOf(name: DialectName, hello: string): Dialect {
  if (name === 'kotd') return kotd(hello);
  return name === 'plain' ? plain(hello) : socketio(hello);
}

function kotd(hello: string): Dialect {
  return {
    path: '/ws',
    protocol: 'kotd.v1.json',
    first: hello,
    replyTo: () => null,
    // Sent when all that came before was sent: from now on it is live.
    letsIn: (text) => text.startsWith('{"t":"pos"'),
    command: (frame) => frame,
    answers: answered,
  };
}

function plain(query: string): Dialect {
  return {
    path: `/${query}`,
    protocol: '',
    first: null,
    replyTo: () => null,
    letsIn: () => true,
    command: (frame) => frame,
    answers: answered,
  };
}

/** Engine.IO 4 without its polling: `0` open, `2` ping, `3` pong, `4` message; of these `40` connect, `42` event, `43` answer. */
function socketio(auth: string): Dialect {
  let number = 0;
  return {
    path: '/socket.io/?EIO=4&transport=websocket',
    protocol: '',
    first: null,
    replyTo(text) {
      if (text === '2') return '3';
      return text.startsWith('0{') ? `40${auth}` : null;
    },
    letsIn: (text) => text.startsWith('40{'),
    // It numbers what it wants an answer to; we look at the id in the answer itself.
    command: (frame) => `42${number++}["cmd",${frame}]`,
    answers(text) {
      if (!text.startsWith('43')) return null;
      return answered(text.slice(text.indexOf('[') + 1));
    },
  };
}

function answered(text: string): string | null {
  if (text.startsWith('{"t":"err"') || text.startsWith('{"t":"bye"')) throw new Error(text);
  if (!text.startsWith('{"t":"ack","id":"')) return null;
  return text.slice(17, text.indexOf('"', 17));
}
