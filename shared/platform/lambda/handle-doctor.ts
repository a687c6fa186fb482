// The shell of the doctor on AWS Lambda: GET /doctor, or an event of a person, `{}` for everything there is.
import * as z from 'zod/mini';
import { answerHttp, isHttpEvent } from './http-event.ts';
import { parseEvent } from './parse-event.ts';
import { readable } from './readable.ts';

const text = z.string().check(z.minLength(1));

const DoctorWish = z.strictObject({
  /** Only this one, by the name of its binding or of the configuration. */
  connection: z.exactOptional(text),
  /** What the key of Cloud ALM shall be good for. */
  for: z.exactOptional(z.array(text)),
});

const answer = answerHttp(async () => [(await import('../doctor/doctor-route.ts')).doctorRoute]);

export async function handleDoctor(event: unknown): Promise<unknown> {
  if (isHttpEvent(event)) return answer(event);
  return readable(async () => {
    const { connection, for: uses } = parseEvent(DoctorWish, event);
    const [{ runDoctor }, { doctorJson }, { verdictText }] = await Promise.all([
      import('../doctor/run-doctor.ts'),
      import('../doctor/doctor-json.ts'),
      import('../doctor/verdict-text.ts'),
    ]);
    const found = doctorJson(await runDoctor({ connection, uses }));
    return { message: verdictText(found), ...found };
  });
}
