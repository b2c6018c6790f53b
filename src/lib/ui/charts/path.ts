import { area, curveLinear, curveStepAfter, line, type CurveFactory } from 'd3-shape';

/** A point of a drawing, in px. */
export interface Corner {
  readonly x: number;
  readonly y: number;
}

/** What lies between two lines at one x. */
export interface Slice {
  readonly x: number;
  readonly lower: number;
  readonly upper: number;
}

type Run<T> = readonly (T | null)[];

/** Straight lines through corners, as the `d` of a path; null is a gap. A corner between two gaps is a dot of the pen. */
export const linePath = (corners: Run<Corner>): string => lineOf(corners, curveLinear);

/** The same, level from each corner until the next. */
export const stepPath = (corners: Run<Corner>): string => lineOf(corners, curveStepAfter);

/** The area between a lower and an upper line; null is a gap. */
export const areaPath = (slices: Run<Slice>): string => areaOf(slices, curveLinear);

/** The same, both lines level from each slice until the next. */
export const stepAreaPath = (slices: Run<Slice>): string => areaOf(slices, curveStepAfter);

function lineOf(corners: Run<Corner>, curve: CurveFactory): string {
  return drawn((pen) =>
    line<Corner | null>()
      .defined((corner) => corner !== null)
      .x((corner) => corner?.x ?? 0)
      .y((corner) => corner?.y ?? 0)
      .curve(curve)
      .context(pen)([...corners]),
  );
}

function areaOf(slices: Run<Slice>, curve: CurveFactory): string {
  return drawn((pen) =>
    area<Slice | null>()
      .defined((slice) => slice !== null)
      .x((slice) => slice?.x ?? 0)
      .y0((slice) => slice?.lower ?? 0)
      .y1((slice) => slice?.upper ?? 0)
      .curve(curve)
      .context(pen)([...slices]),
  );
}

function drawn(draw: (pen: CanvasRenderingContext2D) => void): string {
  const pen = new Pen();
  // The three moves of a canvas that straight lines and steps are made of.
  draw(pen as unknown as CanvasRenderingContext2D);
  return pen.path();
}

/**
 * Writes moves in tenths of a px, each place as far as it lies from the one before: half the length of places written
 * out, and lines drawn for every day are most of what a page weighs. What goes on in the same direction along an axis
 * is one move.
 */
class Pen {
  #path = '';
  /** Where the pen is, and how far it has gone since what is written; in tenths. */
  #x = 0;
  #y = 0;
  #right = 0;
  #down = 0;
  /** Whether the run that is open has left its first place. */
  #gone = true;

  moveTo(x: number, y: number): void {
    this.#end();
    [this.#x, this.#y] = [Math.round(x * 10), Math.round(y * 10)];
    this.#path += `M${tenths(this.#x)}${next(this.#y)}`;
    this.#gone = false;
  }

  lineTo(x: number, y: number): void {
    const [toX, toY] = [Math.round(x * 10), Math.round(y * 10)];
    const [dx, dy] = [toX - this.#x, toY - this.#y];
    const [right, down] = [this.#right, this.#down];
    const along = (dy === 0 && down === 0 && dx * right > 0) || (dx === 0 && right === 0 && dy * down > 0);
    if (along) [this.#right, this.#down] = [right + dx, down + dy];
    else if (dx !== 0 || dy !== 0) {
      this.#write();
      [this.#right, this.#down] = [dx, dy];
      this.#gone = true;
    }
    [this.#x, this.#y] = [toX, toY];
  }

  closePath(): void {
    this.#write();
    this.#path += 'Z';
    this.#gone = true;
  }

  path(): string {
    this.#end();
    return this.#path;
  }

  /** A pen that went nowhere leaves its mark only where the path is closed. */
  #end(): void {
    if (this.#gone) this.#write();
    else this.closePath();
  }

  #write(): void {
    const [right, down] = [this.#right, this.#down];
    if (down === 0 && right !== 0) this.#path += `h${tenths(right)}`;
    else if (right === 0 && down !== 0) this.#path += `v${tenths(down)}`;
    else if (right !== 0) this.#path += `l${tenths(right)}${next(down)}`;
    [this.#right, this.#down] = [0, 0];
  }
}

/** 12 as “1.2”, 5 as “.5”. */
function tenths(count: number): string {
  return String(count / 10).replace(/^(-?)0\./, '$1.');
}

/** The second number of a pair: a minus sign is parting enough. */
function next(count: number): string {
  return count < 0 ? tenths(count) : ` ${tenths(count)}`;
}
