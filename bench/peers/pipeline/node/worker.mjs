// The Node peer's worker: picks the three best people in SQL, and sends letters over pooled connections.
import { Worker } from 'bullmq';
import nodemailer from 'nodemailer';
import { randomBytes, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { connection, letters, post, statement } from './shared.mjs';

const pick = statement('pick', readFileSync(new URL('../pick.sql', import.meta.url), 'utf8'));
const addOffers = statement('add-offers', `INSERT INTO offers (id, help_request_id, specialist_id, token, state)
  SELECT id, $1, specialist, token, 'sent' FROM unnest($2::uuid[], $3::int[], $4::text[]) AS made (id, specialist, token)`);

const mail = nodemailer.createTransport({ url: process.env.SMTP_URL, pool: true, maxConnections: 8, maxMessages: Infinity, ignoreTLS: true });

const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
const PARTS = ['am', 'pm', 'ev'];
const FIELDS = ['digital-operation', 'security-coordination', 'risk-management', 'security-audit'];
const bits = (codes, place) => codes.reduce((set, code) => set | (1 << place(code)), 0);
const slot = (code) => DAYS.indexOf(code.slice(0, 3)) * 3 + PARTS.indexOf(code.slice(4));

async function wave({ id, company, prefecture, need }) {
  const places = need.mode === 'onsite' ? [prefecture] : [prefecture, 'remote'];
  const slots = bits(need.slots, slot);
  const fields = bits(need.fields, (code) => FIELDS.indexOf(code));
  const { rows } = await pick([need.menus, places, slots, Math.floor(need.budget_yen / Math.ceil(need.hours / 2)), fields, prefecture]);
  const tokens = rows.map(() => randomBytes(32).toString('base64url'));
  await addOffers([id, rows.map(() => randomUUID()), rows.map((person) => person.id), tokens]);
  await post([...rows.map((person, at) => letters.offer(person, tokens[at], need)), letters.asked(company, rows.length)]);
}

async function letter({ to, subject, text }) {
  await mail.sendMail({ from: 'nakodo 仲人 <nakodo@nakodo.example>', to, subject, text });
}

const worker = new Worker('pipeline', (job) => (job.name === 'wave' ? wave(job.data) : letter(job.data)), { connection, concurrency: 32 });
worker.on('failed', (job, error) => console.error(job?.name, error.message));
await worker.waitUntilReady();
console.log('working');
