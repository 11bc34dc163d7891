/** How fast this machine computes, by graphics device: what the estimate of a run's time goes by. */
import { type CloudSurvey, DEFAULT_SPEEDS, unitsOf } from '../../engine/index.ts';
import type { OpenedHost } from './device-keeper.ts';
import type { FinishedRun } from './engine-api.ts';

/** A run on a busy machine is an exception; three of them are the rule. */
const NEW_SHARE = 0.5;

export class RunSpeeds {
  #seen: Readonly<Record<string, number>>;

  /** @param seen work units a second by device label */
  constructor(seen: Readonly<Record<string, number>>) {
    this.#seen = seen;
  }

  get seen(): Readonly<Record<string, number>> {
    return this.#seen;
  }

  of(host: Pick<OpenedHost, 'deviceLabel' | 'softwareDevice'>): number {
    return this.#seen[host.deviceLabel] ?? (host.softwareDevice ? DEFAULT_SPEEDS.software : DEFAULT_SPEEDS.hardware);
  }

  /** @param durationMs from the press of the button to the result, without pauses */
  learn(survey: CloudSurvey, { options, report }: Pick<FinishedRun, 'options' | 'report'>, durationMs: number): void {
    const speed = (1000 * unitsOf(survey, { options, report })) / durationMs;
    if (!(speed > 0 && Number.isFinite(speed))) return;
    const before = this.#seen[report.device] ?? speed;
    this.#seen = { ...this.#seen, [report.device]: before + NEW_SHARE * (speed - before) };
  }
}
