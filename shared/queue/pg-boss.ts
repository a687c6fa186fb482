// The queue on Cloud Foundry: pg-boss on the database of the store. A message that was not worked to its end, because
// it failed or its instance died, is given out again, later each time; one that never ends comes to the dead letters.
// It knows nothing of what a message means.
import type { PgBoss } from 'pg-boss';
import { parseMessage } from './parse-message.ts';
import type { Message, Queue } from './queue.ts';

/** The database as the platform opened it. */
export interface QueueDatabase {
  query(text: string, values?: readonly unknown[]): Promise<readonly unknown[]>;
  persist<T>(call: () => Promise<T>): Promise<T>;
}

export interface PgBossOptions {
  database: QueueDatabase;
  /** A UUID that was never given before: a message that is sent again after a lost answer is still one. */
  newId: () => string;
  /** Told of what pg-boss could not do; it tries again by itself. */
  onTrouble: (trouble: Error) => void;
  /** Name of the schema that holds its tables. */
  schema?: string;
  /** How often and how soon a message that failed is given out again, where that is not as usual. */
  redelivery?: Redelivery;
  /** How often it looks for messages that others sent. */
  pollSeconds?: number;
}

export interface Redelivery {
  retryLimit: number;
  /** Seconds, before the first time. */
  retryDelay: number;
  /** Each further one waits longer, up to `retryDelayMax`. */
  retryBackoff: boolean;
  retryDelayMax?: number;
}

export interface Workers {
  /** Throws when the message is to be given out again. */
  work(message: Message): Promise<void>;
  /** For a message that was given out too often. */
  bury(message: Message): Promise<void>;
}

export interface PgBossQueue extends Queue {
  /** Works messages from now on, several at a time. */
  start(workers: Workers): Promise<void>;
  /** Takes no more messages and waits for those in hand; what is not done by then is given to another instance. */
  close(graceMs: number): Promise<void>;
}

const steps = 'steps';
const deadLetters = 'dead-letters';

/** One that pulls and one that serves another flow or source, in each instance. */
const messagesAtATime = 2;

/** It waits twice as long each time: about a minute, as long as a managed database needs to fail over. */
const startAttempts = 7;

/** For about half an hour: longer than a database or a system is restarted. */
const patient: Redelivery = { retryLimit: 40, retryDelay: 1, retryBackoff: true, retryDelayMax: 60 };

const delivery = {
  /** Of an instance that died its messages are free after that; pg-boss takes no less. */
  heartbeatSeconds: 10,
  /** Longer than any burst; what hangs all the same is given out again. */
  expireInSeconds: 3_600,
  /** Nothing is looked up there. */
  deleteAfterSeconds: 24 * 60 * 60,
};

/** Makes its tables where there are none; any number of instances may open it at once. */
export async function openPgBossQueue(options: PgBossOptions): Promise<PgBossQueue> {
  const {
    database,
    newId,
    onTrouble,
    schema = 'landbridge_queue',
    redelivery = patient,
    pollSeconds = 2,
  } = options;
  const { PgBoss } = await import('pg-boss');
  let isStarted = false;
  const boss = new PgBoss({
    schema,
    db: {
      async executeSql(text, values) {
        try {
          return { rows: [...(await database.query(text, values))] };
        } catch (thrown) {
          // While it makes its tables it knows by the words of PostgreSQL that another instance was first.
          throw isStarted || !(thrown instanceof Error) ? thrown : (thrown.cause ?? thrown);
        }
      },
    },
    // Schedules are the platform's, and the vacuum of a managed database is its owner's.
    schedule: false,
    monitorVacuum: false,
    reindex: false,
    registerInstance: false,
    // How soon the messages of a dead instance are seen to be free.
    superviseIntervalSeconds: 5,
    monitorIntervalSeconds: 5,
  });
  boss.on('error', onTrouble);
  await boss.start({ attempts: startAttempts });
  isStarted = true;
  await database.persist(() => makeQueues(boss, redelivery));
  let workerId: string | undefined;

  return {
    async send({ delayMs = 0, ...message }) {
      const delay = { id: newId(), startAfter: Math.ceil(delayMs / 1000) };
      await database.persist(() => boss.send(steps, message, delay));
      // The next burst of the same run need not wait for the next look into the database.
      if (workerId !== undefined && delayMs === 0) boss.notifyWorker(workerId);
    },

    async start({ work, bury }) {
      const looking = { batchSize: 1, pollingIntervalSeconds: pollSeconds, heartbeatRefreshSeconds: 3 };
      const options = { ...looking, localConcurrency: messagesAtATime };
      workerId = await boss.work(steps, options, async (jobs) => {
        for (const { data } of jobs) await work(parseMessage(data));
      });
      await boss.work(deadLetters, looking, async (jobs) => {
        for (const { data } of jobs) await bury(parseMessage(data));
      });
    },

    // The database is closed by whoever opened it.
    close: (graceMs) => boss.stop({ graceful: true, timeout: graceMs, close: false }),
  };
}

async function makeQueues(boss: PgBoss, redelivery: Redelivery): Promise<void> {
  const { heartbeatSeconds, expireInSeconds, deleteAfterSeconds } = delivery;
  await boss.createQueue(deadLetters, { heartbeatSeconds, expireInSeconds, deleteAfterSeconds });
  await boss.createQueue(steps, { ...delivery, ...redelivery, deadLetter: deadLetters });
}
