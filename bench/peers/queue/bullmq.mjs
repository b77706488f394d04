// BullMQ as a peer of bench/queue: node bullmq.mjs rate|delay HOST PORT JOBS EXTRA. One line of JSON for each question.
// Appending in bulk (EXTRA jobs at a time) and 50 jobs in hand, which is what its documentation advises for speed.
import { Queue, Worker } from 'bullmq';

const [question, host, port, jobs, extra] = process.argv.slice(2).map((word) => (/^\d+$/.test(word) ? Number(word) : word));
const connection = { host, port, maxRetriesPerRequest: null };
const payload = 'x'.repeat(256);
const queue = new Queue('bench', { connection, defaultJobOptions: { removeOnComplete: true, removeOnFail: true } });
await queue.waitUntilReady();
const seconds = (from) => (performance.now() - from) / 1000;

/** Resolves once `handle` has been called `jobs` times; `started` is called when the worker begins to look. */
function drained(handle) {
  return new Promise((resolve, reject) => {
    let done = 0;
    const worker = new Worker('bench', async (job) => {
      handle(job);
      if (++done === jobs) resolve(worker);
    }, { connection, concurrency: 50 });
    worker.on('error', reject);
  });
}

if (question === 'rate') {
  let begin = performance.now();
  for (let first = 0; first < jobs; first += extra) {
    const some = Math.min(extra, jobs - first);
    await queue.addBulk(Array.from({ length: some }, () => ({ name: 'job', data: { payload } })));
  }
  const append = seconds(begin);
  begin = performance.now();
  const worker = await drained(() => {});
  const deliver = seconds(begin);
  await worker.close();
  console.log(JSON.stringify({
    engine: 'bullmq', jobs, append_per_s: jobs / append, deliver_per_s: jobs / deliver, per_s: jobs / (append + deliver),
  }));
} else {
  const delays = [];
  const all = drained((job) => delays.push((performance.now() - job.data.left) * 1000));
  const begin = performance.now();
  for (let at = 0; at < jobs; at++) {
    const due = begin + (at * 1000) / extra;
    while (performance.now() < due) await new Promise((resolve) => setImmediate(resolve));
    queue.add('job', { left: performance.now(), payload });
  }
  const worker = await all;
  await worker.close();
  delays.sort((a, b) => a - b);
  const at = (share) => Math.round(delays[Math.floor((delays.length - 1) * share)]);
  console.log(JSON.stringify({ engine: 'bullmq', jobs, p50_us: at(0.5), p99_us: at(0.99), max_us: at(1) }));
}
await queue.close();
process.exit(0);
