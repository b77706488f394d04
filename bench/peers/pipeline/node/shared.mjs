// What the web process and the worker of the Node peer share: connections, and the wording of letters.
import { Queue } from 'bullmq';
import { Redis } from 'ioredis';
import pg from 'pg';

export const connection = new Redis(process.env.REDIS_URL, { maxRetriesPerRequest: null });
export const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 16, idleTimeoutMillis: 0 });
export const queue = new Queue('pipeline', {
  connection,
  defaultJobOptions: { attempts: 5, backoff: { type: 'exponential', delay: 1000 }, removeOnComplete: true, removeOnFail: 1000 },
});

/** A prepared statement: planned once for each connection. */
export const statement = (name, text) => (values, client = pool) => client.query({ name, text, values });

const signed = (lines) => [...lines, '', '--', 'nakodo 仲人', 'https://nakodo.example'].join('\n');
const facts = (need) => [
  `・支援の内容: ${need.menus.join('、')}`,
  `・開始の希望: ${need.start_on}以降`,
  `・作業の時間: 合計 ${need.hours}時間`,
  `・予算: ${need.budget_yen}円`,
];

export const letters = {
  offer: (person, token, need) => ({
    to: person.address,
    subject: '【nakodo】会社からの支援の打診です',
    text: signed([`${person.name} 様`, '', '支援を求めている会社があります。下のページからお答えください。',
      `${process.env.PUBLIC_URL}/offers/${token}`, '', ...facts(need)]),
  }),
  asked: (company, count) => ({
    to: company.address,
    subject: `【nakodo】専門家${count}人にお声がけしました`,
    text: signed([`${company.contact} 様`, '', `ご依頼に合う専門家${count}人に、引き受けられるかどうかを尋ねました。`]),
  }),
  matchForCompany: (company, person, need) => ({
    to: company.address,
    subject: '【nakodo】支援を引き受ける専門家が決まりました',
    text: signed([`${company.contact} 様`, '', `・お名前: ${person.name}`, `・メール: ${person.address}`, '', ...facts(need)]),
  }),
  matchForSpecialist: (company, person, need) => ({
    to: person.address,
    subject: '【nakodo】お引き受けありがとうございます',
    text: signed([`${person.name} 様`, '', `・会社名: ${company.company}`, `・ご担当者: ${company.contact}`,
      `・メール: ${company.address}`, '', ...facts(need)]),
  }),
  filled: (person) => ({
    to: person.address,
    subject: '【nakodo】先日の打診は、ほかの方に決まりました',
    text: signed([`${person.name} 様`, '', '先日お送りした件は、ほかの方が先に引き受けました。']),
  }),
};

/** One job for each letter: a letter that fails is tried again by itself. */
export const post = (list) => queue.addBulk(list.map((letter) => ({ name: 'letter', data: letter })));
