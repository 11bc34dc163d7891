/**
 * `npm run fuzz -- COUNT [TARGET[:NUMBER]]`: so many mutated inputs, spread over all targets or of one; with a number, that input
 * alone. Prints what was tried; ends with 1 where something was found, each finding by a name that makes it again.
 */
import { fuzz } from './run-fuzz.ts';
import { fuzzTargets } from './targets.ts';

const [countText = '10000', only] = process.argv.slice(2);
const count = Number(countText);
if (!Number.isInteger(count) || count < 1) {
  console.error('fuzz: how many inputs? npm run fuzz -- 10000');
  process.exit(2);
}
const [onlyName, onlyInput] = only?.split(':') ?? [];
const targets = (await fuzzTargets()).filter(({ name }) => onlyName === undefined || name === onlyName);
const each = onlyInput === undefined ? Math.ceil(count / targets.length) : 1;
let [tried, found] = [0, 0];
for (const target of targets) {
  const { taken, refused, slowestMs, findings, ...done } = await fuzz(target, Number(onlyInput ?? 0), each);
  tried += done.tried;
  found += findings.length;
  console.log(
    `${target.name.padEnd(10)}${done.tried} inputs, ${taken} taken, ${refused} refused, ${slowestMs.toFixed(0)} ms at most, ${findings.length} found`,
  );
  for (const { name, what } of findings.slice(0, 20)) console.log(`FOUND ${name} ${what.slice(0, 300)}`);
}
console.log(`${tried} inputs tried, ${found} found`);
process.exitCode = found > 0 ? 1 : 0;
