/**
 * Shade of a share, 0 (none) to 4 (strongest). What is missing is what a reader looks for, so by default the shade
 * grows as the share falls; full cells stay paper-white.
 */
export function heatLevel(share: number | null, strongest: 'low' | 'high' = 'low'): 0 | 1 | 2 | 3 | 4 {
  if (share === null || Number.isNaN(share)) return 0;
  const lack = strongest === 'low' ? 1 - share : share;
  if (lack <= 0.005) return 0;
  if (lack <= 0.05) return 1;
  if (lack <= 0.2) return 2;
  return lack <= 0.5 ? 3 : 4;
}
