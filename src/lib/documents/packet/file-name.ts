import { slug } from '../file-name.ts';
import type { PacketInput } from './input.ts';

/** 'packet-2026q3-r-1.pdf'. */
export function packetFileName({ region, period }: Pick<PacketInput, 'region' | 'period'>, extension: string): string {
  return `packet-${slug(period.id)}-${slug(region.id) || 'region'}.${extension}`;
}
