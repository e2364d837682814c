// Fastify and the driver of MongoDB: one question for each request, by `_id`, which every server answers fastest.
import { listen, openApp, openDatabase } from './fastify-app.js';

const { id, ...order } = JSON.parse(process.env.ORDER);
const app = await openApp();
const orders = (await openDatabase()).collection('orders');
await orders.insertOne({ _id: id, ...order });

app.get('/api/v1/outlets/:outlet/orders/:order', async (request, reply) => {
  const found = await orders.findOne({ _id: request.params.order });
  if (!found) return reply.code(404).send();
  const { _id: id, ...order } = found;
  return { id, ...order };
});

await listen(app);
