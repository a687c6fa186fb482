// The set-up check by HTTP: the same object as `landbridge doctor --json`. It reads, so `View` is enough; which
// bindings it looks at is the business of the environment alone.
import type { Route } from '../http/route.ts';

export const doctorRoute: Route = {
  method: 'GET',
  path: '/doctor',
  scope: 'View',
  async answer({ query }) {
    // Loaded with the first call.
    const [{ runDoctor }, { doctorJson }] = await Promise.all([
      import('./run-doctor.ts'),
      import('./doctor-json.ts'),
    ]);
    const uses = query.get('for')?.split(',');
    const connection = query.get('connection') ?? undefined;
    return Response.json(doctorJson(await runDoctor({ connection, uses })));
  },
};
