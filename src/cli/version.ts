/** The program's version, as `--version` prints it and every sidecar records it. */
export const VERSION = '0.1.0';
