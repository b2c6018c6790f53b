export interface Part {
  readonly label: string;
  readonly value: number;
}

export interface PlacedPart extends Part {
  readonly share: number;
  /** Sum of the shares before it. */
  readonly start: number;
  readonly tone: string;
}

/**
 * At most `most` parts with their shares, in the order given; when there are more, the smallest are summed into
 * '5 others', which come last: 'Other' is the name of a group in many extracts. Parts of zero stay when they are few: that a group is empty is an answer too.
 */
export function foldParts(parts: readonly Part[], most = 5): PlacedPart[] {
  const total = parts.reduce((sum, part) => sum + part.value, 0);
  let kept: Part[] = [...parts];
  if (parts.length > most) {
    const largest = new Set([...parts].sort((a, b) => b.value - a.value).slice(0, most - 1));
    kept = parts.filter((part) => largest.has(part));
    kept.push({
      label: `${parts.length - kept.length} others`,
      value: total - kept.reduce((sum, part) => sum + part.value, 0),
    });
  }
  let start = 0;
  return kept.map((part, index) => {
    const share = total > 0 ? part.value / total : 0;
    const rest = index === kept.length - 1 && index >= 4;
    const placed = { ...part, share, start, tone: rest ? 's-muted' : `s${index + 1}` };
    start += share;
    return placed;
  });
}
