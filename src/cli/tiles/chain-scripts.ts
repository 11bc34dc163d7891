/**
 * The scripts that hand a shared run to a scheduler that is there: each phase a job of its, after the one before. They
 * hold all that they need, and may be changed and run again: what is done stays done.
 */

export interface ChainJobs {
  /** Where relative paths begin. */
  readonly directory: string;
  /** How `gridpull` is called, in words; in an image it is called by its name. */
  readonly program: readonly string[];
  readonly clouds: readonly string[];
  readonly folder: string;
  readonly mesh: string;
  readonly parts: number;
  /** Options of `tiles plan`, as words. */
  readonly planOptions: readonly string[];
  /** Options of `tiles join`, as words. */
  readonly joinOptions: readonly string[];
  /** Variables that all jobs are to have. */
  readonly environment: Readonly<Record<string, string>>;
}

/** What jobs ask of Slurm: options of `sbatch` in words, for those that concern the whole cloud, and for each part. */
export interface SlurmResources {
  readonly whole: readonly string[];
  readonly each: readonly string[];
}

/** There are four levels in tiles at most (256 to 2048 cells); a pass for one that is not there ends at once. */
const MOST_PASSES = 4;

/** Submits the chain: prints a line with the number of each job and what it does. */
export function slurmScript(jobs: ChainJobs, { whole, each }: SlurmResources): string {
  const { folder, parts } = jobs;
  const log = (name: string): string => `${folder}/logs/${name}.out`;
  const one = (phase: 'plan' | 'join', words: readonly string[]): string =>
    `submit ${phase} ${shellWords(['--output', log(`${phase}-%j`), ...whole])} -- ${called(words)}`;
  const array = (phase: 'solve' | 'extract'): string => {
    const options = [`--array=1-${parts}`, '--output', log(`${phase}-%A-%a`), ...each];
    return `submit ${phase} ${shellWords(options)} -- ${called(partWords(jobs, phase, 'auto'))}`;
  };
  return `${head(jobs, 'Slurm jobs, each after the one before')}
mkdir -p ${shellWord(`${folder}/logs`)}

before=
# Submits a job after the one before: its name, options of sbatch, --, its words. A task whose node is lost is started again
# and keeps what is done; where one fails for good, those after it are cancelled: mend what it says, and run this again.
submit() {
  local name=$1 options=() command
  shift
  while [ "$1" != -- ]; do options+=("$1") && shift; done
  shift
  printf -v command ' %q' "$@"
  before=$(sbatch --parsable --requeue --kill-on-invalid-dep=yes --job-name="gridpull-$name" \\
    \${before:+--dependency=afterok:$before} "\${options[@]}" --wrap "exec$command")
  before=\${before%%;*}
  echo "$before $name"
}

${one('plan', planWords(jobs))}
${Array.from({ length: MOST_PASSES }, () => array('solve')).join('\n')}
${array('extract')}
${one('join', joinWords(jobs))}
`;
}

/** Processes side by side, by GNU parallel: on one machine, or on those that its own options name. */
export function parallelScript(jobs: ChainJobs): string {
  const { parts, folder } = jobs;
  return `${head(jobs, 'processes side by side, by GNU parallel')}
# Options of GNU parallel, such as --sshlogin node1,node2 --workdir . for machines that see the same folder.
each_part() {
  seq ${parts} | parallel --will-cite --jobs "\${JOBS:-${parts}}" --line-buffer --quote \\
    ${PROGRAM} tiles "$1" ${shellWord(folder)} '{}/${parts}'
}

${called(planWords(jobs))}
# Once for each level in tiles. A part that fails ends this, for it is due again otherwise.
while [ "$(${called(nextWords(jobs))})" = solve ]; do each_part solve; done
each_part extract
${called(joinWords(jobs))}
`;
}

/** What a Job of Kubernetes runs in, and on. */
export interface KubernetesPlace {
  readonly image: string;
  /** Claim of a volume that several pods may write to. */
  readonly claim: string;
  /** Where the volume is in the pods: a folder with the cloud, the run and the mesh in it. */
  readonly mount: string;
  /** Of each container: requests and limits, as the API has them. */
  readonly whole: object;
  readonly each: object;
}

/** A Job a phase; \`kubectl\` waits for each. Kubernetes has no chains of Jobs. */
export function kubernetesScript(jobs: ChainJobs, place: KubernetesPlace): string {
  const job = (name: string, words: readonly string[], isArray: boolean): string =>
    `run_job ${shellWord(jobName(jobs, name))} <<'JOB'\n${JSON.stringify(kubernetesJob(jobs, place, { name, words, isArray }), null, 2)}\nJOB`;
  const solve = job('solve', partWords(jobs, 'solve', 'auto'), true);
  return `${head(jobs, 'Jobs of Kubernetes, each after the one before')}
# Starts a Job anew and waits until it is done; ends with 1 where it failed.
run_job() {
  kubectl delete job "$1" --ignore-not-found
  kubectl apply -f -
  until kubectl wait --for=condition=complete --timeout=10s "job/$1" 2> /dev/null; do
    if kubectl wait --for=condition=failed --timeout=0s "job/$1" 2> /dev/null; then
      echo "job $1 failed; see kubectl logs job/$1" >&2
      exit 1
    fi
  done
}

${job('plan', planWords(jobs), false)}

# Once for each level in tiles.
while [ "$(${called(nextWords(jobs))})" = solve ]; do
${solve}
done

${job('extract', partWords(jobs, 'extract', 'auto'), true)}

${job('join', joinWords(jobs), false)}
`;
}

interface JobOf {
  readonly name: string;
  readonly words: readonly string[];
  /** One pod for each part. */
  readonly isArray: boolean;
}

/** In the terms of batch/v1. */
export function kubernetesJob(jobs: ChainJobs, place: KubernetesPlace, { name, words, isArray }: JobOf): object {
  const { parts, directory } = jobs;
  // Kubernetes itself tells each pod its index only.
  const variables = { ...jobs.environment, ...(isArray && { GRIDPULL_SHARDS: String(parts) }) };
  const container = {
    name: 'gridpull',
    image: place.image,
    command: ['gridpull', ...words],
    workingDir: directory,
    env: Object.entries(variables).map(([variable, value]) => ({ name: variable, value })),
    resources: isArray ? place.each : place.whole,
    volumeMounts: [{ name: 'data', mountPath: place.mount }],
  };
  const volumes = [{ name: 'data', persistentVolumeClaim: { claimName: place.claim } }];
  // A pod that was lost is started again and keeps what is done. One that ended with wrong options (2) or because
  // something is missing (3) would only do so again.
  const rule = (action: string): object => ({ action, onExitCodes: { operator: 'In', values: [2, 3] } });
  const indexed = { completionMode: 'Indexed', completions: parts, parallelism: parts, backoffLimitPerIndex: 3 };
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name: jobName(jobs, name) },
    spec: {
      ...(isArray ? indexed : { backoffLimit: 3 }),
      podFailurePolicy: { rules: [rule(isArray ? 'FailIndex' : 'FailJob')] },
      template: { spec: { restartPolicy: 'Never', containers: [container], volumes } },
    },
  };
}

/** Letters, digits and hyphens, 63 at most, as the API wants it. */
function jobName({ folder }: ChainJobs, phase: string): string {
  const base = folder.split('/').findLast((part) => part !== '' && part !== '.' && part !== '..') ?? 'run';
  const plain = base
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 40)
    .replace(/^-+|-+$/g, '');
  return ['gridpull', plain, phase].filter((part) => part !== '').join('-');
}

function head({ directory, program, environment }: ChainJobs, what: string): string {
  const exports = Object.entries(environment).map(([name, value]) => `export ${name}=${shellWord(value)}\n`);
  return `#!/usr/bin/env bash
# One run of GridPull as ${what}: written by gridpull tiles submit.
# It may be changed, and run again at any time: what is done stays done.
set -euo pipefail
cd ${shellWord(directory)}
gridpull=(${shellWords(program)})
${exports.join('')}`;
}

const PROGRAM = '"${gridpull[@]}"';

function called(words: readonly string[]): string {
  return `${PROGRAM} ${shellWords(words)}`;
}

function planWords({ clouds, folder, parts, planOptions }: ChainJobs): string[] {
  return ['tiles', 'plan', ...clouds, '-o', folder, '--parts', String(parts), ...planOptions];
}

function partWords({ folder }: ChainJobs, phase: 'solve' | 'extract', part: string): string[] {
  return ['tiles', phase, folder, part];
}

function joinWords({ folder, mesh, joinOptions }: ChainJobs): string[] {
  return ['tiles', 'join', folder, '-o', mesh, ...joinOptions];
}

function nextWords({ folder }: ChainJobs): string[] {
  return ['tiles', 'status', folder, '--next'];
}

/** Words as a shell reads them again. */
export function shellWords(words: readonly string[]): string {
  return words.map(shellWord).join(' ');
}

function shellWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
