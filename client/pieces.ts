import { Acknowledger } from './acknowledger.js';
import { Api } from './api.js';
import type { Codec } from './codec.js';
import { Connection, type ConnectionListener } from './connection.js';
import type { FrameOf, ServerFrame } from './frames.js';
import type { Link } from './link.js';
import { Library } from './library.js';
import type { Entry } from './outbox/entry.js';
import { Queue } from './outbox/queue.js';
import { Sender } from './outbox/sender.js';
import { Screen } from './screen.js';
import type { TerminalOptions, TerminalParts } from './terminal-parts.js';
import type { Person } from './tokens.js';

/** What a terminal is made of, put together. */
export interface Pieces {
  acknowledger: Acknowledger;
  api: Api;
  library: Library;
  queue: Queue;
  screen: Screen;
  sender: Sender;
  connection: Connection;
}

/**
 * @param heard every frame that is not about commands, after it was taken; events only once
 */
export async function piecesOf(
  parts: TerminalParts,
  options: TerminalOptions,
  codec: Codec,
  heard: (frame: ServerFrame) => void,
): Promise<Pieces> {
  const { world, store, url, newId } = parts;
  const { outlet, audience, tokens = parts.tokens } = options;
  const api = new Api({ world, url, newId }, tokens);
  const library = await Library.open({ world, api, store, outlet });
  const queue = await Queue.open({
    ...{ store, outlet, newId },
    now: () => new Date(screen.now()).toISOString(),
    by: () => byOf(tokens.get()),
    known: () => screen.withPending(),
    seq: () => screen.seq,
    live: () => connection.link !== null,
    trouble: (error, what) => world.trouble(error, what),
  });
  const screen: Screen = await Screen.open({
    ...{ world, store, outbox: queue, catalog: library },
    name: `view/${outlet}/${[...audience].sort().join(' ')}`,
    connection: () => connection,
  });
  const sender = new Sender({ world, outbox: queue, serverNow: () => screen.serverNow() });
  const acknowledger = new Acknowledger({
    ...{ world, newId },
    tickets: () => screen.get().tickets,
    isLive: () => connection.link !== null,
    send: (frame) => connection.send(frame),
  });
  const pieces = { acknowledger, screen, sender, queue, library };
  const connection: Connection = new Connection(
    { ...options, world, url, codec, tokens },
    follow({ ...pieces, codec, heard, connection: () => connection }),
  );
  return { ...pieces, api, connection };
}

interface Followed
  extends Pick<Pieces, 'acknowledger' | 'screen' | 'sender' | 'queue' | 'library'> {
  codec: Codec;
  connection(): Connection;
  heard(frame: ServerFrame): void;
}

/** Gives each frame to whom it concerns. */
function follow({
  acknowledger,
  screen,
  sender,
  queue,
  library,
  codec,
  connection,
  heard,
}: Followed): ConnectionListener {
  function state(frame: FrameOf<'reset' | 'ev' | 'pos'>): void {
    const { epoch } = screen.get().position ?? {};
    const verdict = screen.take(frame);
    if (verdict === 'doubt') connection().doubt();
    if (screen.get().position?.epoch !== epoch) queue.forgetConfirmed();
    queue.seen(screen.seq);
    if (verdict !== 'taken') return;
    if (frame.t === 'ev') library.heed(frame);
    if (frame.t === 'pos' && screen.behind === null) connection().proven();
    heard(frame);
  }

  return {
    begin: () => screen.begin(),
    welcomed(frame, hello, link: Link) {
      screen.welcomed(frame, hello);
      sender.linked({ codec, limits: frame.limits, send: (data) => link.sendRaw(data) });
      acknowledger.linked();
      library.refresh();
      heard(frame);
    },
    frame(frame) {
      if (frame.t === 'reset' || frame.t === 'ev' || frame.t === 'pos') state(frame);
      else if (frame.t === 'ack' || (frame.t === 'err' && frame.id !== null)) {
        sender.answered(frame);
        acknowledger.answered(frame);
      } else heard(frame);
    },
    lost(ending) {
      sender.lost(ending);
      acknowledger.lost();
    },
  };
}

function byOf(person: Person | null): Entry['by'] {
  return person && { id: person.user.id, role: person.user.role };
}
