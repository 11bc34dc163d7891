/**
 * What tells the page of the person who started the server from everybody else on this machine: a secret in the
 * fragment of the address, which browsers keep to themselves. The page shows it when it asks what it was given; the
 * tokens that it is told then open files and folders. (A cookie would go to every other port of this address as well.)
 */
import { randomBytes, timingSafeEqual } from 'node:crypto';
import { KEY_PARAMETER, keyHeader } from '../contracts/ipc.ts';

export class Secret {
  readonly #key = randomBytes(32).toString('base64url');

  /** The address with the key in it: whoever has it has what the server was given. */
  addressOf(url: string): string {
    return `${url}#${KEY_PARAMETER}=${this.#key}`;
  }

  isShownBy(request: Request): boolean {
    const shown = Buffer.from(request.headers.get('authorization') ?? '');
    const wanted = Buffer.from(keyHeader(this.#key));
    return shown.length === wanted.length && timingSafeEqual(shown, wanted);
  }
}
