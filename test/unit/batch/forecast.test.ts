/** How far a batch is and how long it takes, by a clock that the test moves. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Forecast } from '../../../src/batch/forecast.ts';

function forecastOf(...bytes: number[]): { forecast: Forecast; wait: (ms: number) => void } {
  let now = 500;
  return { forecast: new Forecast(bytes, () => now), wait: (ms) => void (now += ms) };
}

describe('the time left', () => {
  it('follows from the bytes of a finished file', () => {
    const { forecast, wait } = forecastOf(100, 300);
    forecast.begin(100);
    wait(4000);
    expect(forecast.secondsLeft).toBeNull();
    forecast.end(true);
    expect(forecast.share).toBe(0.25);
    expect(forecast.secondsLeft).toBeCloseTo(12);
    forecast.begin(300);
    wait(6000);
    forecast.progressed(0.5);
    expect(forecast.secondsLeft).toBeCloseTo(6);
    wait(6000);
    forecast.end(true);
    expect([forecast.share, forecast.secondsLeft]).toEqual([1, 0]);
  });

  it('is told within a file from 5 % of all bytes on, and never in the first two seconds', () => {
    const { forecast, wait } = forecastOf(1000);
    forecast.begin(1000);
    wait(1900);
    forecast.progressed(0.5);
    expect(forecast.secondsLeft).toBeNull();
    wait(100);
    expect(forecast.secondsLeft).toBeCloseTo(2);
    const early = forecastOf(1000);
    early.forecast.begin(1000);
    early.wait(60_000);
    early.forecast.progressed(0.04);
    expect(early.forecast.secondsLeft).toBeNull();
  });

  it('takes no speed from what was kept or has failed', () => {
    const { forecast, wait } = forecastOf(1e9, 1e9, 100, 100);
    forecast.skip(1e9);
    forecast.begin(1e9);
    wait(5000);
    forecast.end(false);
    expect(forecast.secondsLeft).toBeNull();
    forecast.begin(100);
    wait(3000);
    forecast.end(true);
    expect(forecast.secondsLeft).toBeCloseTo(3);
  });
});

describe('the share', () => {
  it('counts empty files, too', () => {
    const { forecast } = forecastOf(0, 0);
    forecast.begin(0);
    forecast.end(false);
    expect(forecast.share).toBe(0.5);
    expect(forecastOf().forecast.share).toBe(1);
  });

  it('never falls and ends at 1', () => {
    const file = fc.record({ bytes: fc.nat(1e6), steps: fc.array(fc.double({ min: 0, max: 1, noNaN: true })) });
    fc.assert(
      fc.property(fc.array(file, { minLength: 1 }), (files) => {
        const { forecast } = forecastOf(...files.map(({ bytes }) => bytes));
        let before = 0;
        const look = (): void => {
          expect(forecast.share).toBeGreaterThanOrEqual(before);
          before = forecast.share;
        };
        for (const { bytes, steps } of files) {
          forecast.begin(bytes);
          for (const step of steps) {
            forecast.progressed(step);
            look();
          }
          forecast.end(steps.length > 1);
          look();
        }
        expect(forecast.share).toBe(1);
      }),
    );
  });
});
