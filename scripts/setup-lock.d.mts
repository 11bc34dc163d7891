export function lockSetup(root: string, tell: (sentence: string) => void): Promise<() => void>;
export function startOf(pid: number): string | null;
