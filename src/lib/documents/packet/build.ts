import { formatDate } from '../../calendar/date.ts';
import type { MemoDocument } from '../document.ts';
import { glanceBlocks } from './at-a-glance.ts';
import { dataQualityBlocks } from './data-quality.ts';
import { definitionBlocks } from './definitions.ts';
import type { PacketInput } from './input.ts';
import { expectedText, institutionBlocks, limitsText } from './institutions.ts';
import { caseworkTable, coordinatorTables, expectedTable, programTable } from './measures.ts';
import { populationBlocks } from './population.ts';
import { programKindBlocks } from './programs.ts';
import { regionQuarter, type RegionQuarter } from './region-quarter.ts';
import { returnBlocks } from './returns.ts';
import { signalBlocks } from './signals.ts';
import { trendBlocks } from './trend.ts';
import { yearBeforeBlocks } from './year-before.ts';

/** A regional packet as a document: page, print and PDF are renderers of it. */
export function buildPacket(input: PacketInput): MemoDocument {
  const quarter = regionQuarter(input);
  const { dataset, region } = input;
  const title = `Regional packet: ${region.name}, ${quarter.label}`;
  return {
    title,
    footer: `${dataset.source.agency_name} · ${region.name} · ${quarter.label} · data as of ${formatDate(dataset.as_of)}, version ${dataset.version}`,
    marking: dataset.source.marking,
    blocks: [
      { kind: 'letterhead', agency: dataset.source.agency_name, place: region.name, title: 'REGIONAL PACKET' },
      { kind: 'fields', fields: fieldsOf(quarter) },
      ...glanceBlocks(quarter),
      ...populationBlocks(quarter),
      ...yearBeforeBlocks(quarter),
      { kind: 'heading', text: '3. Casework' },
      { kind: 'paragraph', text: limitsText(quarter) },
      ...institutionBlocks(caseworkTable, quarter),
      ...trendBlocks(quarter),
      ...signalBlocks(quarter),
      { kind: 'heading', text: '5. Programs and release' },
      ...institutionBlocks(programTable, quarter),
      ...institutionBlocks(expectedTable, quarter),
      { kind: 'note', text: expectedText },
      ...programKindBlocks(quarter),
      ...returnBlocks(quarter),
      { kind: 'heading', text: '7. Coordinators’ duties' },
      ...coordinatorTables.flatMap((table) => institutionBlocks(table, quarter)),
      ...dataQualityBlocks(quarter),
      { kind: 'attachment', title: 'Attachment. Definitions and method' },
      ...definitionBlocks(quarter),
    ],
  };
}

function fieldsOf({ input, places, label, before, uneven }: RegionQuarter) {
  const { dataset } = input;
  return [
    { label: 'Period', value: label },
    { label: 'Compared with', value: uneven ? `${before}; ${uneven}` : before },
    {
      label: 'Institutions',
      value:
        places.length === 0 ? 'none' : places.map(({ name, note }) => (note ? `${name} (${note})` : name)).join(', '),
    },
    { label: 'Data', value: `as of ${formatDate(dataset.as_of)}, version ${dataset.version}` },
  ];
}
