import { group } from 'd3-array';
import { setOwn } from '../../src/lib/analysis/own.ts';
import { headOf, prepareMemo } from '../../src/lib/documents/memo/prepared.ts';
import { memoInputs } from '../../src/lib/documents/memo/gather.ts';
import { memoQuarter } from '../../src/lib/documents/memo/quarter.ts';
import type { Engine } from '../../src/lib/engine/engine.ts';
import { fileText, packAnswer, type AnswerFile, type PackedAnswer } from '../../src/lib/export/answers.ts';
import { firstDay, type CasePart } from '../../src/lib/export/case-part.ts';
import type { FileEntry, FileList, Manifest } from '../../src/lib/export/manifest.ts';
import { shareRows } from '../../src/lib/export/shared-rows.ts';
import { worklist } from '../../src/lib/pages/casework.ts';
import { panelRequest } from '../../src/lib/pages/page.ts';
import { defaultView } from '../../src/lib/pages/view.ts';
import { workLists } from '../../src/lib/pages/work-lists.ts';
import { formatScope, type Scope } from '../../src/lib/questions/scope.ts';
import type { WriteFile } from './answer-files.ts';
import type { KnownAnswers } from './known-answers.ts';

type Facility = Extract<Scope, { kind: 'facility' }>;

/** Where the parts of an institution's answers go, and what they are asked of. */
export interface PartsOptions {
  engine: Engine;
  /** The same, which remembers what the institution's statements gave. */
  memory: Engine;
  answers: KnownAnswers;
  dataset: Manifest;
  marts: FileList['marts'];
  scope: Facility;
  /** Where the institution stands among all places: the name of its folders. */
  index: number;
  write: WriteFile;
}

/** What a page's answers for an institution hold besides its panels: the list of their parts, which are written here. */
export async function partsFor(
  page: string,
  options: PartsOptions,
): Promise<Pick<AnswerFile, 'parts'> & { panels?: AnswerFile['panels'] }> {
  if (page === 'worklist') return { parts: await listParts(options) };
  if (page === 'memos') return memoParts(options);
  if (page === 'case') return { parts: await caseParts(options) };
  return {};
}

/** Every list of the worklist besides the first, which lies in the answers themselves, of the institution and its units. */
async function listParts({ answers, dataset, scope, index, write }: PartsOptions): Promise<Record<string, FileEntry>> {
  const units = dataset.scopes.units.filter(({ facility_id }) => facility_id === scope.id);
  const places: Scope[] = [scope, ...units.map(({ id }) => ({ kind: 'unit' as const, id }))];
  const parts: Record<string, FileEntry> = {};
  for (const { id, status } of workLists) {
    if (Object.hasOwn(parts, status)) continue;
    const requests = places.flatMap(
      (place) =>
        panelRequest(worklist.panels.listed, { ...defaultView(dataset, place), pageParams: { list: id } }) ?? [],
    );
    const [whole, ...ofUnits] = requests;
    if (!whole) continue;
    const { question } = worklist.panels.listed;
    const found: PackedAnswer[] = [
      await answers.one(question, whole),
      ...(await answers.each(question, ofUnits, scope.id)),
    ];
    const shared = shareRows(
      Object.fromEntries(found.map((answer, at) => [formatScope(requests[at]?.scope ?? scope), answer])),
    );
    if (shared) {
      const file = `answers/worklist/${index}-${status}.bin`;
      setOwn(parts, status, await write(file, fileText(shared)));
    }
  }
  return parts;
}

/** The memoranda of the default quarter: what the list says of each, and the facts of each in a file of its own. */
async function memoParts({
  memory: engine,
  dataset,
  marts,
  scope,
  index,
  write,
}: PartsOptions): Promise<Required<Pick<AnswerFile, 'parts' | 'panels'>>> {
  const lacking = ['staff', 'assignment', 'stay', 'task'].some(
    (name) => !dataset.tables.some((table) => table.name === name && table.supplied),
  );
  if (lacking) return { panels: {}, parts: {} };
  const quarter = memoQuarter(defaultView(dataset).period, dataset);
  const inputs = await memoInputs({ engine, marts, dataset }, { facility: scope.id }, quarter);
  const parts: Record<string, FileEntry> = {};
  for (const [at, input] of inputs.entries())
    setOwn(parts, input.person.id, await write(`answers/memos/${index}-${at}.bin`, fileText(prepareMemo(input))));
  const heads = packAnswer({
    question: 'memos',
    params: {},
    as_of: dataset.as_of,
    dataset: '',
    rows: inputs.map((input) => headOf({ ...input, dataVersion: '' })),
  });
  return { panels: { heads }, parts };
}

/** Events a file of cases holds: about 40 kB of it are sent. */
const eventsOfPart = 6_000;

interface PackedCase {
  part: number;
  stay_key: string;
  events: string;
  /** The words of the part as JSON, beside its first case. */
  words: string | null;
}

/**
 * Every case of the institution, cut in the order of the pseudonyms; the engine writes them down, which is quicker than we
 * are. Words are numbered in their order, so that lists of numbers sort as the words do: an aggregate told to order the
 * events of so many cases takes three times as long.
 */
async function caseParts({ engine, marts, scope, index, write }: PartsOptions): Promise<Record<string, FileEntry>> {
  if ((marts['case_event']?.missing.length ?? 1) > 0) return {};
  const orNull = (column: string) => `coalesce(CAST(${column} AS VARCHAR), 'null')`;
  const cases = (await engine.query(
    `WITH counted AS (
      SELECT stay_key, count(*) AS events FROM case_event WHERE facility_id = ? GROUP BY stay_key
    ),
    cut AS (
      SELECT stay_key, CAST(floor((sum(events) OVER (ORDER BY stay_key) - events) / ${eventsOfPart}) AS INTEGER) AS part
      FROM counted
    ),
    event AS MATERIALIZED (
      SELECT part, stay_key, CAST(kind AS VARCHAR) AS kind, CAST(label AS VARCHAR) AS label, CAST(detail AS VARCHAR) AS detail,
        CAST(event_date AS DATE) - DATE '${firstDay}' AS date, CAST(end_date AS DATE) - DATE '${firstDay}' AS end_date
      FROM case_event JOIN cut USING (stay_key) WHERE facility_id = ?
    ),
    word AS MATERIALIZED (
      SELECT part, word, row_number() OVER (PARTITION BY part ORDER BY word) - 1 AS number
      FROM (SELECT DISTINCT part, unnest([kind, label, detail]) AS word FROM event) WHERE word IS NOT NULL
    ),
    vocabulary AS (
      SELECT part, CAST(to_json(list(word ORDER BY number)) AS VARCHAR) AS words FROM word GROUP BY part
    ),
    numbered AS (
      SELECT event.part, stay_key, {
        date: date, kind: kinds.number, label: labels.number, detail: details.number, end_date: end_date
      } AS event
      FROM event
      JOIN word AS kinds ON kinds.part = event.part AND kinds.word = kind
      LEFT JOIN word AS labels ON labels.part = event.part AND labels.word = label
      LEFT JOIN word AS details ON details.part = event.part AND details.word = detail
    ),
    packed AS (
      SELECT part, stay_key, array_to_string(list_transform(list_sort(list(event)), lambda each: concat_ws(',',
        each.kind, each.date, ${orNull('each.end_date')}, ${orNull('each.label')}, ${orNull('each.detail')})), ',') AS events
      FROM numbered
      GROUP BY part, stay_key
    )
    SELECT part, stay_key, events,
      CASE WHEN stay_key = min(stay_key) OVER (PARTITION BY part) THEN words END AS words
    FROM packed JOIN vocabulary USING (part)
    ORDER BY part, stay_key`,
    [scope.id, scope.id],
  )) as unknown as PackedCase[];
  const parts: Record<string, FileEntry> = {};
  for (const [number, of] of group(cases, ({ part }) => part)) {
    const [first] = of;
    if (!first?.words) throw new Error(`cases of ${scope.id} came without their words`);
    const words = JSON.parse(first.words) as CasePart['words'];
    const head: Omit<CasePart, 'cases'> = { facility: scope.id, words };
    const lines = of.map(({ stay_key: key, events }) => `${JSON.stringify(key)}:[${events}]`);
    const text = `${JSON.stringify(head).slice(0, -1)},"cases":{${lines.join(',\n')}}}`;
    setOwn(parts, of[0]?.stay_key ?? '', await write(`answers/case/${index}-${number}.bin`, text));
  }
  return parts;
}
