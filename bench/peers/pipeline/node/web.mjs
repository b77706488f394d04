// The Node peer's web process: fastify, PostgreSQL, BullMQ.
import Fastify from 'fastify';
import { randomUUID } from 'node:crypto';
import { letters, pool, post, queue, statement } from './shared.mjs';

const addHelpRequest = statement('add-help-request',
  `INSERT INTO help_requests (id, state, company, contact, address, budget_yen, body) VALUES ($1, 'open', $2, $3, $4, $5, $6)`);
const findOffer = statement('find-offer', `SELECT o.id, o.state, o.help_request_id, o.specialist_id, h.body
  FROM offers o JOIN help_requests h ON h.id = o.help_request_id WHERE o.token = $1`);
const match = statement('match', `UPDATE help_requests SET state = 'matched' WHERE id = $1 AND state = 'open' RETURNING company, contact, address, body`);
const answerOffers = statement('answer-offers', `UPDATE offers o SET state = CASE WHEN o.id = $2 THEN 'accepted' ELSE 'withdrawn' END
  FROM specialists s WHERE o.help_request_id = $1 AND s.id = o.specialist_id RETURNING o.id, s.name, s.address`);
const engage = statement('engage', 'UPDATE specialists SET engagements = engagements + 1 WHERE id = $1');

const text = { type: 'string', minLength: 1, maxLength: 200 };
const texts = { type: 'array', items: text, maxItems: 30 };
const form = {
  type: 'object', required: ['company', 'need'],
  properties: {
    company: {
      type: 'object', required: ['name', 'prefecture', 'contact'],
      properties: {
        name: text, prefecture: text, municipality: text, industry: text, employees: { type: 'integer' },
        contact: { type: 'object', required: ['name', 'address'], properties: { name: text, address: text } },
      },
    },
    need: {
      type: 'object', required: ['menus', 'mode', 'start_on', 'hours', 'budget_yen'],
      properties: {
        menus: texts, fields: texts, slots: texts, mode: { enum: ['onsite', 'remote', 'hybrid'] }, start_on: { type: 'string', format: 'date' },
        hours: { type: 'integer' }, budget_yen: { type: 'integer' },
      },
    },
  },
};

const web = Fastify({ keepAliveTimeout: 75_000 });
web.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_, body, done) => done(null, body));

web.post('/api/v1/help-requests', { schema: { body: form } }, async (request, reply) => {
  const { company, need } = request.body;
  const id = randomUUID();
  await addHelpRequest([id, company.name, company.contact.name, company.contact.address, need.budget_yen, JSON.stringify(request.body)]);
  await queue.add('wave', { id, company: { ...company.contact, contact: company.contact.name }, prefecture: company.prefecture, need });
  return reply.code(201).send({ id, state: 'open' });
});

const page = (inside) => `<!doctype html><html lang="ja"><meta charset="utf-8"><title>打診</title><body>${inside}</body></html>`;

web.get('/offers/:token', async (request, reply) => {
  const [offer] = (await findOffer([request.params.token])).rows;
  if (!offer) return reply.code(404).type('text/html').send(page('<p>ありません</p>'));
  const { need } = offer.body;
  const facts = `<ul><li>${need.menus.join('、')}<li>${need.hours}時間<li>${need.budget_yen}円</ul>`;
  const accept = `<form method="post" action="/offers/${request.params.token}/accept"><button>引き受ける</button></form>`;
  return reply.type('text/html').send(page(facts + (offer.state === 'sent' ? accept : '<p>終わりました</p>')));
});

web.post('/offers/:token/accept', async (request, reply) => {
  const [offer] = (await findOffer([request.params.token])).rows;
  if (!offer) return reply.code(404).type('text/html').send(page('<p>ありません</p>'));
  const client = await pool.connect();
  let company;
  let people;
  try {
    await client.query('BEGIN');
    [company] = (await match([offer.help_request_id], client)).rows;
    if (company) {
      people = (await answerOffers([offer.help_request_id, offer.id], client)).rows;
      await engage([offer.specialist_id], client);
    }
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  } finally {
    client.release();
  }
  if (!company) return reply.code(409).type('text/html').send(page('<p>ほかの方に決まりました</p>'));
  const winner = people.find((person) => person.id === offer.id);
  const others = people.filter((person) => person.id !== offer.id);
  const { need } = company.body;
  await post([letters.matchForCompany(company, winner, need), letters.matchForSpecialist(company, winner, need), ...others.map(letters.filled)]);
  return reply.type('text/html').send(page('<p>決まりました</p>'));
});

console.log(`listening on ${await web.listen({ host: '127.0.0.1', port: 0 })}`);
