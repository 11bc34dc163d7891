/**
 * How worker and viewport understand one another on the byte that a point has for each attribute (`CloudGeometry`).
 *
 * Classes and return numbers are bytes as they are. Scans are counted modulo `SCAN_CYCLE`, so that a palette of any
 * length that divides it goes on in its order beyond the last byte. Continuous values are stretched between two
 * percentiles over the bytes from `FIRST_BYTE` on, which leaves one for points that have no value.
 */
export const MISSING_BYTE = 0;
export const FIRST_BYTE = 1;
export const LAST_BYTE = 255;
/** The largest multiple of twelve that fits: palettes of 2, 3, 4, 6 and 12 colours divide it. */
export const SCAN_CYCLE = 252;
/** What a drawn point is besides what it carries; 0 for all others. */
export const SELECTED_MARK = 1;
export const REMOVED_MARK = 2;
