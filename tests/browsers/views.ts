import { filteredViews } from '../../src/lib/pages/filtered.ts';
import { pages } from '../../src/lib/pages/index.ts';
import { isScoped, type Page } from '../../src/lib/pages/page.ts';
import type { WorklistRow } from '../../src/lib/questions/casework/worklist.ts';
import type { Native } from '../browser/native.ts';

/** A page as a reader has it after one choice. */
export interface ChosenOnce {
  page: Page;
  search: string;
  /**
   * Counts that must stand on it, of the native engine, where the export writes nothing of what the page shows: then only
   * the engine of a browser can draw it. Null where all of it is written.
   */
  counts: number[] | null;
}

/** Pages of which the export does not write what is seen of a place. */
const unwritten = ['program', 'rows', 'compare', 'packet'];

/**
 * Every page with one choice of a reader: a filter where its figures can be filtered and the export knows the answer,
 * else a place the export knows it of, with whom the page is about there. Pages without a choice are opened as they are.
 */
export async function chosenOnce(native: Native): Promise<ChosenOnce[]> {
  const { manifest } = native;
  const member = manifest.scopes.staff.find(({ facility_id, facilities }) => facility_id !== null && !facilities);
  const facility = member?.facility_id ?? '';
  const scope = `facility=${facility}`;
  const open = await native.answer<WorklistRow>('casework/worklist', { scope, values: { status: 'due' } });
  const here = open.find(({ stay_id, now_facility_id: now }) => stay_id !== null && (now ?? facility) === facility);
  const [program] = await native.answer<{ program_id: string }>('programs/list', { scope });
  const about: Record<string, Record<string, string>> = {
    'case-manager': { staff: member?.id ?? '' },
    memo: { staff: member?.id ?? '' },
    case: { case: here?.stay_id ?? '' },
    program: { program: program?.program_id ?? '' },
  };
  const choices: ChosenOnce[] = [];
  for (const page of pages) {
    const filter = [...filteredViews(page, manifest).keys()].at(-1)?.split('=');
    const inFacility = page.scopes.includes('facility') && (page.answered?.includes('facility') ?? true);
    const place: Record<string, string> = inFacility ? { facility } : { region: manifest.scopes.regions[0]?.id ?? '' };
    const chosen = filter ? [filter] : Object.entries({ ...place, ...about[page.id] });
    const search = isScoped(page) ? `?${new URLSearchParams(chosen).toString()}` : '';
    const counts = unwritten.includes(page.id) ? await countsOf(native, page, search) : null;
    choices.push({ page, search, counts });
  }
  return choices;
}

async function countsOf(native: Native, page: Page, search: string): Promise<number[]> {
  if (page.id === 'program') {
    const [funnel] = (await native.panel<{ referred: number; started: number }>(page, 'funnel', search)) ?? [];
    return [funnel?.referred ?? NaN, funnel?.started ?? NaN];
  }
  const { scope, period } = native.view(search);
  const request = { scope, period, by: null, filters: {}, params: {} };
  const [work] = await native.rows<{ due: number; on_time: number }>('casework/timeliness', request);
  return [work?.due ?? NaN, work?.on_time ?? NaN];
}
