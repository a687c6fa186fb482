// What landbridge.yaml may say of a flow. What it does not say stays as the flow has it.
import * as z from 'zod/mini';
import { unconfigured } from '../../core/configure-rules.ts';
import { defaultSettings } from '../../core/settings.ts';
import { landscape } from '../../flows/landscape.ts';
import { Documents, Relations, Subscriptions } from './attached-schema.ts';
import { Lifecycle, Links, Mapping, State, Tags, template } from './mapping-schema.ts';
import { means } from './meaning.ts';
import { isSchedule } from './schedule.ts';

const text = z.string().check(z.minLength(1));
const percent = z.number().check(z.gte(0), z.lte(100));
const oneOrMore = z.union([text, z.array(text).check(z.minLength(1))]);
const rules = z.array(z.record(text, oneOrMore));
const { match, removal, guards, policy } = defaultSettings;

/** What a pattern can say of a schedule to editors; they see variables before they are filled in. */
const fiveFields = /\$\{\w+\}|^[\d*/,-]+(?: [\d*/,-]+){4}$/;
const noSchedule =
  'must be five cron fields in UTC (minute, hour, day of the month, month, day of the week), one of the two days *';

function policyOf(change: Exclude<keyof typeof policy, 'ambiguous'>, description: string) {
  return z.exactOptional(
    z
      .enum(['apply', 'inbox', 'ignore'])
      .check(
        means({ description, default: policy[change], example: change === 'create' ? 'inbox' : 'apply' }),
      ),
  );
}

export const Flow = z
  .strictObject({
    source: z.exactOptional(
      oneOrMore.check(
        means({
          description:
            'Connections to SAP Cloud ALM, or for `iflows` to SAP Cloud Integration, one or a list. Without it: every bound service of that kind.',
          example: ['calm'],
        }),
      ),
    ),
    workspace: z.exactOptional(
      text.check(
        means({
          description: 'Connection to SAP LeanIX. Without it: the one bound LeanIX service.',
          example: 'leanix',
        }),
      ),
    ),
    schedule: z.exactOptional(
      text.check(
        z.regex(fiveFields, { error: noSchedule }),
        z.refine(isSchedule, { error: noSchedule }),
        means({
          description:
            'When the flow runs by itself in the cloud: cron with five fields, in UTC. `npm run package:aws` makes the timer of it; on a laptop nothing runs by itself. Without it: every night at 01:17 for the flow `landscape`, never for others, `iflows` among them.',
          example: '17 1 * * 1-5',
        }),
      ),
    ),
    include: z.exactOptional(
      rules.check(
        z.minLength(1),
        means({
          description:
            'Objects that are wanted, in place of the choice of the flow: those that fit one of these rules. Without it: productive cloud services and technical systems that are no platform services; for `iflows` every deployed integration flow.',
          example: [{ kind: 'CloudService', role: ['PROD', 'PRODUCTIVE'] }],
        }),
      ),
    ),
    exclude: z.exactOptional(
      rules.check(
        means({
          description:
            'Objects that are not wanted, whatever else says so: those that fit one of these rules. Without it: none.',
          example: [{ name: ['*-training', 'demo-??'] }, { deploymentModel: 'BTP System' }],
        }),
      ),
    ),
    target: z.exactOptional(
      z
        .strictObject({
          type: z.exactOptional(
            text.check(
              means({
                description:
                  'Key of the fact sheet type to write, any that the workspace has. For `iflows` without it: Interface, because an integration flow joins applications, and each Application costs a licence.',
                default: landscape.targetType,
                example: landscape.targetType,
              }),
            ),
          ),
          subtype: z.exactOptional(
            z.string().check(
              means({
                description:
                  'Key of its subtype. Empty: none. Without it, where the workspace does not know it or with another type, it is left out; for `iflows` without it: logicalInterface, and a value that is given is written even where the workspace does not list it.',
                default: landscape.subtype,
                example: landscape.subtype,
              }),
            ),
          ),
          externalIdField: z.exactOptional(
            text.check(
              means({
                description:
                  'Key of the field for external ids that holds the identity of an object: one of your own where another integration already uses `externalId`. LeanIX adds such fields on request. What was written into another field before stays there.',
                default: unconfigured.idField,
                example: 'landbridgeId',
              }),
            ),
          ),
          state: z.exactOptional(State),
        })
        .check(means({ description: 'What the objects become in LeanIX.' })),
    ),
    naming: z.exactOptional(
      z.union([template, z.array(template).check(z.minLength(1))]).check(
        means({
          description:
            'Templates of the name, one or a list in order of preference: a later one is taken where an object lacks a field or a name is taken. Without it: `{serviceTypeLabel} ({name})`, then with the system number; for `iflows` `{name}`, then with package, id and tenant.',
          example: ['{serviceTypeLabel} ({name})', '{serviceTypeLabel} ({name}, {systemNumber})'],
        }),
      ),
    ),
    mapping: z.exactOptional(Mapping),
    links: z.exactOptional(Links),
    tag: z.exactOptional(
      text.check(
        means({
          description:
            'Tag that marks what Landbridge keeps; used only where the tag library holds it. For `iflows` without it: SAP Cloud Integration.',
          default: landscape.tag,
          example: landscape.tag,
        }),
      ),
    ),
    tags: z.exactOptional(Tags),
    missingTags: z.exactOptional(
      z.enum(['stop', 'skip', 'create']).check(
        means({
          description:
            'What becomes of `tags` that the tag library does not have: `stop` ends the run before anything is written and says what may have been meant, `skip` leaves them out and names them, `create` makes them with the first fact sheet that gets one (a technical user with the role Admin may).',
          default: defaultSettings.missingTags,
          example: 'create',
        }),
      ),
    ),
    lifecycle: z.exactOptional(Lifecycle),
    relations: z.exactOptional(Relations),
    documents: z.exactOptional(Documents),
    subscriptions: z.exactOptional(Subscriptions),
    match: z.exactOptional(
      z
        .strictObject({
          fields: z.exactOptional(
            z.array(text).check(
              z.minLength(1),
              means({
                description:
                  'Fields of a fact sheet in which names and ids of objects are looked for: `name`, `alias`, `externalId`, `description`, fields of your own. In the description only long numbers and ids count.',
                default: match.fields,
                example: ['name', 'alias', 'externalId', 'description', 'systemId'],
              }),
            ),
          ),
        })
        .check(means({ description: 'How the fact sheet of an object is found.' })),
    ),
    removal: z.exactOptional(
      z
        .strictObject({
          action: z.exactOptional(
            z.enum(['retire', 'archive']).check(
              means({
                description:
                  '`retire`: the fact sheet gets its end of life. `archive`: one that Landbridge made is archived, where people can bring it back for 90 days; one that was found is retired all the same. When the object is back, so is its fact sheet.',
                default: removal.action,
                example: 'archive',
              }),
            ),
          ),
          limitPercent: z.exactOptional(
            percent.check(
              means({
                description:
                  'Stop with PLAN_REMOVAL_LIMIT when more than this share of the linked fact sheets would be retired or archived in one run. A single one always may.',
                default: removal.limitPercent,
                example: 2,
              }),
            ),
          ),
        })
        .check(means({ description: 'What happens when objects are gone from the source.' })),
    ),
    guards: z.exactOptional(
      z
        .strictObject({
          firstRun: z.exactOptional(
            z.enum(['go', 'stop']).check(
              means({
                description:
                  '`stop`: the first run of the flow plans and stops with PLAN_FIRST_RUN until its plan is approved.',
                default: guards.firstRun,
                example: 'stop',
              }),
            ),
          ),
          partialPull: z.exactOptional(
            z.enum(['go', 'stop']).check(
              means({
                description:
                  '`stop`: stop with PLAN_SOURCE_PARTIAL when only a part of a source could be read. `go`: nothing is retired and no new pair is made by name alone, the rest is written.',
                default: guards.partialPull,
                example: 'stop',
              }),
            ),
          ),
          shrinkPercent: z.exactOptional(
            percent.check(
              means({
                description:
                  'Stop with PLAN_SOURCE_SHRUNKEN when a source lost more than this share of its objects since its last complete pull.',
                default: guards.shrinkPercent,
                example: 10,
              }),
            ),
          ),
          maxChanges: z.exactOptional(
            z.int().check(
              z.gte(1),
              means({
                description:
                  'Stop with PLAN_CHANGE_LIMIT when a plan has more changes than this. Without it: no limit.',
                example: 200,
              }),
            ),
          ),
        })
        .check(
          means({
            description:
              'When a run stops before it writes anything (exit code 4). It names the hash of its plan; `--approve <planHash>` lets exactly that plan pass.',
          }),
        ),
    ),
    policy: z.exactOptional(
      z
        .strictObject({
          create: policyOf('create', 'Fact sheets that are missing. Applications cost licences.'),
          link: policyOf('link', 'Objects whose fact sheet is found under the same name or external id.'),
          update: policyOf('update', 'Fields of linked fact sheets that follow the source.'),
          retire: policyOf(
            'retire',
            'The end of fact sheets whose object is gone, as `removal.action` says.',
          ),
          proposed: policyOf(
            'proposed',
            'Objects for which one fact sheet is likely and not certain. `apply` links them all the same.',
          ),
          ambiguous: z.exactOptional(
            z.enum(['inbox', 'ignore']).check(
              means({
                description:
                  'Objects for which several fact sheets could be meant: nobody but a person can choose.',
                default: policy.ambiguous,
                example: 'ignore',
              }),
            ),
          ),
        })
        .check(
          means({
            description:
              'What becomes of each class of change, and of pairs that are not certain: `apply` writes it, `inbox` leaves it to a person (`landbridge inbox`), `ignore` does not want it. What is left is counted as skipped. What a person decided comes first.',
          }),
        ),
    ),
  })
  .check(
    means({
      description:
        'One flow: `landscape` makes applications of systems and services of Cloud ALM, `iflows` interfaces of what is deployed in Cloud Integration.',
    }),
  );

export type Flow = z.infer<typeof Flow>;
