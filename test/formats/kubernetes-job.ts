/**
 * What the API of Kubernetes 1.33 asks of a Job (`batch/v1`): fields and types as its OpenAPI document has them, as far
 * as our Jobs use them, and what its validation asks beyond. No field that is not listed is allowed, for the API server
 * drops it or refuses it. No npm package with the document checks the second half.
 */
type Check = (value: unknown, at: string) => string[];

const DNS_LABEL = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;
const QUANTITY = /^\d+(\.\d+)?([mkMGTPE]|[KMGTPE]i|e\d+)?$/;

const text =
  (like = /[^]/): Check =>
  (value, at) =>
    typeof value === 'string' && like.test(value) ? [] : [`${at}: ${JSON.stringify(value)}`];
const whole =
  (least: number): Check =>
  (value, at) =>
    Number.isInteger(value) && (value as number) >= least && (value as number) < 2 ** 31
      ? []
      : [`${at}: ${JSON.stringify(value)}`];
const oneOf =
  (...words: readonly string[]): Check =>
  (value, at) =>
    words.includes(value as string) ? [] : [`${at}: ${JSON.stringify(value)}`];
const listOf =
  (check: Check): Check =>
  (value, at) =>
    Array.isArray(value) ? value.flatMap((each, i) => check(each, `${at}[${i}]`)) : [`${at}: no list`];
const mapOf =
  (check: Check): Check =>
  (value, at) =>
    isRecord(value) ? Object.entries(value).flatMap(([key, each]) => check(each, `${at}.${key}`)) : [`${at}: no map`];
/** Those with `!` have to be there. */
const fields =
  (table: Readonly<Record<string, Check>>): Check =>
  (value, at) => {
    if (!isRecord(value)) return [`${at}: no object`];
    const known = new Map(Object.entries(table).map(([name, check]) => [name.replace('!', ''), check]));
    const missing = Object.keys(table).filter((name) => name.endsWith('!') && value[name.slice(0, -1)] === undefined);
    return [
      ...missing.map((name) => `${at}.${name.slice(0, -1)}: missing`),
      ...Object.entries(value).flatMap(
        ([name, each]) => known.get(name)?.(each, `${at}.${name}`) ?? [`${at}.${name}: unknown`],
      ),
    ];
  };

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Numbers are quantities, too. */
const quantities = mapOf((value, at) => text(QUANTITY)(typeof value === 'number' ? String(value) : value, at));

const CONTAINER = fields({
  'name!': text(DNS_LABEL),
  'image!': text(/\S/),
  command: listOf(text()),
  workingDir: text(/^\//),
  env: listOf(fields({ 'name!': text(/^[^=]+$/), value: text() })),
  resources: fields({ requests: quantities, limits: quantities }),
  volumeMounts: listOf(fields({ 'name!': text(DNS_LABEL), 'mountPath!': text(/^[^:]+$/) })),
});

const JOB = fields({
  'apiVersion!': oneOf('batch/v1'),
  'kind!': oneOf('Job'),
  // The index of a pod and a hyphen have to fit behind it.
  'metadata!': fields({ 'name!': text(DNS_LABEL) }),
  'spec!': fields({
    completionMode: oneOf('NonIndexed', 'Indexed'),
    completions: whole(0),
    parallelism: whole(0),
    backoffLimit: whole(0),
    backoffLimitPerIndex: whole(0),
    podFailurePolicy: fields({
      'rules!': listOf(
        fields({
          'action!': oneOf('Count', 'FailIndex', 'FailJob', 'Ignore'),
          'onExitCodes!': fields({ 'operator!': oneOf('In', 'NotIn'), 'values!': listOf(whole(1)) }),
        }),
      ),
    }),
    'template!': fields({
      'spec!': fields({
        'restartPolicy!': oneOf('Never', 'OnFailure'),
        'containers!': listOf(CONTAINER),
        volumes: listOf(
          fields({ 'name!': text(DNS_LABEL), persistentVolumeClaim: fields({ 'claimName!': text(/^[a-z0-9.-]+$/) }) }),
        ),
      }),
    }),
  }),
});

interface Spec {
  readonly completionMode?: string;
  readonly completions?: number;
  readonly parallelism?: number;
  readonly backoffLimitPerIndex?: number;
  readonly podFailurePolicy?: { readonly rules: { action: string; onExitCodes: { values: number[] } }[] };
  readonly template: {
    readonly spec: {
      readonly restartPolicy: string;
      readonly containers: { name: string; volumeMounts?: { name: string; mountPath: string }[] }[];
      readonly volumes?: { name: string }[];
    };
  };
}

/** What is wrong with it; nothing where the API takes it. */
export function faultsOfJob(job: unknown): string[] {
  const faults = JOB(job, 'job');
  if (faults.length > 0) return faults;
  const { metadata, spec } = job as { metadata: { name: string }; spec: Spec };
  const { restartPolicy, containers, volumes = [] } = spec.template.spec;
  const rules = spec.podFailurePolicy?.rules ?? [];
  const isIndexed = spec.completionMode === 'Indexed';
  const say = (isWrong: boolean, fault: string): void => void (isWrong && faults.push(fault));
  say(isIndexed && spec.completions === undefined, 'Indexed needs completions');
  say(isIndexed && (spec.parallelism ?? 1) > 100_000, 'Indexed runs 100000 pods at most');
  say(isIndexed && `${metadata.name}-${(spec.completions ?? 1) - 1}`.length > 63, 'the host name of a pod is too long');
  say(!isIndexed && spec.backoffLimitPerIndex !== undefined, 'backoffLimitPerIndex needs Indexed');
  say(rules.length > 20, 'more than 20 rules');
  say(rules.length > 0 && restartPolicy !== 'Never', 'podFailurePolicy needs restartPolicy Never');
  for (const { action, onExitCodes } of rules) {
    const { values } = onExitCodes;
    say(action === 'FailIndex' && spec.backoffLimitPerIndex === undefined, 'FailIndex needs backoffLimitPerIndex');
    say(values.length === 0 || values.length > 255, 'no exit codes, or too many');
    say(
      values.some((value, i) => i > 0 && values[i - 1]! >= value),
      'exit codes have to ascend',
    );
  }
  say(containers.length === 0, 'no container');
  const names = new Set(volumes.map(({ name }) => name));
  for (const { volumeMounts = [] } of containers) {
    say(
      volumeMounts.some(({ name }) => !names.has(name)),
      'a mount of no volume',
    );
    say(new Set(volumeMounts.map(({ mountPath }) => mountPath)).size < volumeMounts.length, 'two mounts in one place');
  }
  return faults;
}
