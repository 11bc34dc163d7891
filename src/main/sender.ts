/** Whether a message comes from our own page, in the main frame of our window: all others are refused. */
import { HOST, SCHEME } from '../contracts/ipc.ts';

export interface Sender {
  readonly sender: unknown;
  readonly senderFrame: { readonly url: string; readonly parent: unknown } | null;
}

export function isOwnPage(event: Sender, contents: unknown): boolean {
  const frame = event.senderFrame;
  // A frame that is gone (null) can be neither checked nor answered.
  if (!contents || event.sender !== contents || frame?.parent !== null) return false;
  return isOwnUrl(frame.url);
}

export function isOwnUrl(url: string): boolean {
  const parsed = URL.parse(url);
  // `origin` is "null" for schemes that URL does not know.
  return parsed?.protocol === `${SCHEME}:` && parsed.host === HOST;
}
