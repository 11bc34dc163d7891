/** What the tests use of Khronos' validator, which has no types of its own. */
declare module 'gltf-validator' {
  export interface Message {
    readonly code: string;
    readonly message: string;
    readonly pointer?: string;
    /** 0 for errors, 1 for warnings, then information and hints. */
    readonly severity: number;
  }
  export function validateBytes(
    bytes: Uint8Array,
    options?: { readonly maxIssues?: number },
  ): Promise<{ readonly issues: { readonly messages: readonly Message[] } }>;
}
