import { documentKey } from '../../src/db/embedded/places.js';
import { MongoServer, noMongo } from '../../test/mongo.js';
import { contestOf } from '../contest.js';
import { Kotd } from '../kotd/server.js';
import { takeaway } from '../kotd/takeaway.js';
import { getAgain, type Target, wrkMissing } from '../load/wrk.js';
import { Program } from '../program.js';
import type { Contest, Measure, Row } from '../row.js';
import { SECRET, token, written } from './read.js';

export const readOrder: Row = {
  name: 'read.order',
  group: 'reads',
  what: 'GET …/orders/{id} (5 lines, no cache); limit: bare uWebSockets that sends the text LMDB has, read anew each time',
  unit: 'requests/s',
  units: { cpu: 'µs of CPU' },
  seconds: 24,
  goals: [],
  missing: wrkMissing,
  open: openOrder,
};

function openOrder(): Promise<Contest> {
  return contestOf(async (keep) => {
    const kotd = keep(await Kotd.start());
    const { organization, outlet } = kotd.house;
    const body = await takeaway(kotd.house);
    const made = await kotd.house.post(outlet, '/orders', body, 'the-order-that-is-read');
    const { id } = made as { id: string };
    const url = kotd.at(`/orders/${id}`);
    const { pathname } = new URL(url);
    const headers = await kotd.headers();
    const answer = await fetch(url, { headers });
    const order = await answer.text();

    const place = { organizationId: organization, outletId: outlet };
    const bare = keep(
      await Program.start('bare-lmdb-read.js', {
        FOLDER: kotd.store,
        KEY: documentKey(place, 'order', id).toString('base64'),
        PATHNAME: pathname,
        HEADERS: JSON.stringify(written(answer)),
      }),
    );
    const same = (await (await fetch(bare.url + pathname)).text()) === order;
    if (!same) throw new Error('the limit sends other bytes than kotd');

    const warm = async (target: Target): Promise<Measure> => {
      await getAgain(target);
      return () => getAgain(target);
    };
    const peers: Record<string, Measure> = {};
    if (!noMongo) {
      const mongo = keep(await MongoServer.start());
      const address = mongo.url(mongo.newDatabase());
      const settings = { MONGO: address, SECRET, ORDER: order };
      const fastify = keep(await Program.start('fastify-mongo-read.js', settings));
      const asks = { authorization: `Bearer ${token()}` };
      const peer = { url: fastify.url + pathname, headers: asks, pids: fastify.pids };
      peers['fastify+mongo'] = await warm(peer);
    }
    return {
      ours: await warm({ url, headers, pids: kotd.pids }),
      limit: await warm({ url: bare.url + pathname, headers, pids: bare.pids }),
      peers,
    };
  });
}
