/**
 * The one error of the engine: a code from a closed list, a sentence for a person (what happened, where, what to
 * try) and typed details. It crosses threads as a plain object, because cloning an `Error` drops its fields.
 * Cancellation is not an error: a cancelled run rejects with `signal.reason`.
 */
export type ErrorCode =
  | 'cloud-format'
  | 'cloud-empty'
  | 'cloud-degenerate'
  | 'mesh-format'
  | 'option-invalid'
  | 'gpu-unavailable'
  | 'gpu-out-of-memory'
  | 'gpu-lost'
  | 'shader-invalid'
  | 'field-not-finite'
  | 'output-failed';

export type ErrorDetails = Readonly<Record<string, string | number | boolean>>;

export interface PlainError {
  readonly code: ErrorCode;
  readonly message: string;
  readonly details: ErrorDetails;
}

export class ReconstructError extends Error {
  override readonly name = 'ReconstructError';
  readonly code: ErrorCode;
  readonly details: ErrorDetails;

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}, options?: { cause?: unknown }) {
    super(shortMessage(message), options);
    this.code = code;
    this.details = details;
  }

  toPlain(): PlainError {
    return { code: this.code, message: this.message, details: this.details };
  }

  static fromPlain(plain: PlainError): ReconstructError {
    return new ReconstructError(plain.code, plain.message, plain.details);
  }
}

/** What whatever was thrown says: it need not be an error. */
export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}

/** Longer than any sentence of ours with the longest path that systems allow (4,096). */
const MOST_MESSAGE_LENGTH = 6000;

/**
 * The beginning, which says what and where, and the end, which says what to try, of a message that is too long:
 * messages quote files, and a file may have a line of a megabyte.
 */
export function shortMessage(message: string): string {
  if (message.length <= MOST_MESSAGE_LENGTH) return message;
  const kept = (MOST_MESSAGE_LENGTH - 1) / 2;
  return `${message.slice(0, Math.ceil(kept))}…${message.slice(message.length - Math.floor(kept))}`;
}
