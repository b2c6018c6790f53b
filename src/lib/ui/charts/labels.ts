/** A label that would like its middle at `y` and is `height` px tall. */
export interface LabelWish {
  readonly y: number;
  readonly height: number;
}

/**
 * Middles for labels stacked in one column: none overlap, all stay between `top` and `bottom` when they fit at all,
 * each as near to its wish as its neighbours allow. Order of the result is the order of the wishes.
 */
export function spreadLabels(wishes: readonly LabelWish[], top: number, bottom: number): number[] {
  const order = wishes.map((_wish, index) => index).sort((a, b) => wish(wishes, a).y - wish(wishes, b).y);
  // Runs of touching labels move as one block: the block's place is the mean of what its members would like.
  const blocks: { members: number[]; start: number; height: number }[] = [];
  for (const index of order) {
    const { y, height } = wish(wishes, index);
    let block = { members: [index], start: clamp(y - height / 2, top, bottom - height), height };
    let above = blocks.at(-1);
    while (above && above.start + above.height > block.start) {
      blocks.pop();
      block = merge(above, block, wishes, top, bottom);
      above = blocks.at(-1);
    }
    blocks.push(block);
  }
  const middles = new Array<number>(wishes.length).fill(0);
  for (const block of blocks) {
    let y = block.start;
    for (const index of block.members) {
      const { height } = wish(wishes, index);
      middles[index] = y + height / 2;
      y += height;
    }
  }
  return middles;
}

interface Block {
  members: number[];
  start: number;
  height: number;
}

function merge(above: Block, below: Block, wishes: readonly LabelWish[], top: number, bottom: number): Block {
  const members = [...above.members, ...below.members];
  let offset = 0;
  let total = 0;
  for (const index of members) {
    const { y, height } = wish(wishes, index);
    total += y - height / 2 - offset;
    offset += height;
  }
  return { members, start: clamp(total / members.length, top, bottom - offset), height: offset };
}

function wish(wishes: readonly LabelWish[], index: number): LabelWish {
  return wishes[index] ?? { y: 0, height: 0 };
}

function clamp(value: number, low: number, high: number): number {
  return Math.max(low, Math.min(high, value));
}
