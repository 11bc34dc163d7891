/** The numbers of GLB and glTF 2.0 (Khronos, "glTF 2.0 Specification") that reader and writer share. */
export const MAGIC = 0x46546c67; // "glTF"
export const JSON_CHUNK = 0x4e4f534a; // "JSON"
export const BINARY_CHUNK = 0x004e4942; // "BIN\0"
export const HEADER_BYTES = 12;
export const CHUNK_HEADER_BYTES = 8;

/** Types of components. */
export const BYTE = 5120;
export const UNSIGNED_BYTE = 5121;
export const UNSIGNED_SHORT = 5123;
export const UNSIGNED_INT = 5125;
export const FLOAT = 5126;

/** Modes of primitives. */
export const POINTS = 0;
export const TRIANGLES = 4;
export const STRIP = 5;
export const FAN = 6;

/** What a buffer view is for. */
export const ARRAY_BUFFER = 34962;
export const ELEMENT_ARRAY_BUFFER = 34963;

/** Parts packed by meshoptimizer, and numbers of fewer bits (both of the Khronos registry). */
export const MESHOPT_COMPRESSION = 'EXT_meshopt_compression';
export const MESH_QUANTIZATION = 'KHR_mesh_quantization';
