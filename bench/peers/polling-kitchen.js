// Kitchen screens as the replaced system has them: each asks every few seconds what is new.
import Fastify from 'fastify';

const tickets = [];
const app = Fastify();
app.post('/orders/:orderId/send', async (request) => {
  tickets.push({ orderId: request.params.orderId });
  return { number: tickets.length };
});
app.get('/tickets', async (request) => tickets.slice(Number(request.query.after)));
await app.listen({ host: '127.0.0.1', port: 0 });
console.log(`listening ${app.server.address().port}`);
