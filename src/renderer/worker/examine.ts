/** The examination of the device for the window, which shows the verdict and hands on the text. */
import { deviceReportText, examineDevice } from '../../engine/index.ts';
import type { OpenedHost } from './device-keeper.ts';
import type { ExaminedDevice } from './engine-api.ts';

/**
 * @param system what the window knows of itself, for the report
 * @param onTrying told how many tests are done, before each
 */
export async function examineHost(
  host: OpenedHost,
  system: Readonly<Record<string, string>>,
  onTrying: (done: number) => void,
  signal: AbortSignal,
): Promise<ExaminedDevice> {
  let done = 0;
  const report = await examineDevice(
    host,
    { signal },
    { adapters: host.adapters ?? [], onCase: () => onTrying(done++) },
  );
  const wrong = report.cases.flatMap(({ name, fault }) => (fault === null ? [] : [`${name}: ${fault}`]));
  return { isSound: report.isSound, wrong, text: deviceReportText(report, system) };
}
