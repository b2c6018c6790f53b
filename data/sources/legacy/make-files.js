// Writes the files of the worked example as an old case management system would hand them over: its own names and
// codes, US dates, 12/31/9999 for "never", Latin-1, pipes, and a few rows twice. Nobody in them exists.
import { writeFileSync } from 'node:fs';

let state = 20260630;
/** A number from 0 up to 1, the same row of them on every machine (mulberry32). */
function random() {
  state = (state + 0x6d2b79f5) | 0;
  let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
}
/** @template T @param {readonly T[]} list @returns {T} */
const one = (list) => list[Math.floor(random() * list.length)];
/** @param {number} year @param {number} month @param {number} day */
const dayOf = (year, month, day) => Date.UTC(year, month - 1, day) / 86_400_000;
/** @param {number | null} day */
const us = (day) => {
  if (day === null) return '12/31/9999';
  const date = new Date(day * 86_400_000);
  const two = (/** @type {number} */ part) => String(part).padStart(2, '0');
  return `${two(date.getUTCMonth() + 1)}/${two(date.getUTCDate())}/${date.getUTCFullYear()}`;
};
/** @param {string} name @param {string} head @param {(string | number)[][]} rows */
function write(name, head, rows) {
  const lines = [head, ...rows.map((row) => row.join('|')), ''];
  writeFileSync(new URL(`files/${name}`, import.meta.url), Buffer.from(lines.join('\r\n'), 'latin1'));
}

const asOf = dayOf(2026, 6, 30);
const prisons = ['N', 'P', 'W'];
write('EXTRACT.TXT', 'AGENCY_NM|EXTRACT_DT', [['Department of Worked Examples', us(asOf)]]);
write('PRISONS.TXT', 'INST_CD|INST_NM|BEDS', [
  ['N', 'North Institution', 65],
  ['P', 'Peña Institution', 65],
  ['W', 'Women’s Institution'.replace('’', "'"), 20],
]);
const workers = Array.from({ length: 9 }, (_, at) => ({ no: `E${100 + at}`, prison: prisons[at % 3] ?? 'N' }));
write(
  'EMPLOYEES.TXT',
  'EMP_NO|EMP_NM|TITLE|INST_CD|START_DT|END_DT',
  workers.map(({ no, prison }, at) => [
    no,
    `Case manager ${at + 1}`,
    'CM',
    prison,
    us(dayOf(2019, 1, 15 + at)),
    us(null),
  ]),
);
/** @type {(string | number)[][]} */ const people = [];
/** @type {(string | number)[][]} */ const commitments = [];
/** @type {(string | number)[][]} */ const housing = [];
/** @type {(string | number)[][]} */ const caseload = [];
/** @type {(string | number)[][]} */ const events = [];
// The extract holds everybody who was in custody on its first day or later, whenever they came.
const firstDay = dayOf(2021, 1, 1);
for (let person = 1; person <= 480; person += 1) {
  const woman = random() < 0.12;
  const before = commitments.length;
  const about = [
    1000 + person,
    us(dayOf(1960, 1, 1) + Math.floor(random() * 15_500)),
    woman ? 'F' : 'M',
    one(['W', 'B', 'H']),
  ];
  let admitted = dayOf(2017, 1, 1) + Math.floor(random() * 3450);
  while (admitted < asOf - 2) {
    const number = `C${5000 + commitments.length}`;
    const out = admitted + 60 + Math.floor(-Math.log(1 - random()) * 420);
    const left = out <= asOf;
    const again = out + 20 + Math.floor(random() * 600);
    const returns = left && random() < 0.4;
    if (out <= firstDay) {
      if (!returns) break;
      admitted = again;
      continue;
    }
    commitments.push([
      number,
      1000 + person,
      us(admitted),
      one(['NEW', 'NEW', 'TV']),
      us(left ? out : null),
      left ? one(['PAR', 'PAR', 'EXP', 'CCC']) : '',
      us(out),
    ]);
    const prison = woman ? 'W' : one(['N', 'P']);
    housing.push([number, prison, one(['L', 'M', 'H']), us(admitted), us(left ? out : null)]);
    const worker = one(workers.filter((each) => each.prison === prison)).no;
    caseload.push([number, worker, us(admitted), us(left ? out : null)]);
    for (let due = admitted + 28, turn = 0; due <= Math.min(out, asOf + 60); due += 180, turn += 1) {
      // Late, or not done yet: the newest work is the least complete.
      const done = due + one([-12, -6, -3, -1, 0, 4, 15, ...(due > asOf - 40 ? [90, 90] : [])]);
      const event = `${number}-${turn}`;
      events.push([
        event,
        number,
        worker,
        turn === 0 ? 'ICL' : 'PRV',
        us(admitted),
        us(due),
        done <= Math.min(out, asOf) ? us(done) : '',
      ]);
    }
    if (!returns) break;
    admitted = again;
  }
  if (commitments.length > before) people.push(about);
}
// The system hands a few rows over twice.
for (const table of [people, commitments, events]) for (const at of [3, 40, 77]) table.push(table[at] ?? []);
write('OFFENDERS.TXT', 'OFFENDER_NO|DOB|SEX|RACE', people);
write('COMMITMENTS.TXT', 'COMMIT_NO|OFFENDER_NO|ADM_DT|ADM_TYP|REL_DT|REL_RSN|PROJ_REL_DT', commitments);
write('HOUSING.TXT', 'COMMIT_NO|INST_CD|CUST_LVL|MOVE_IN_DT|MOVE_OUT_DT', housing);
write('CASELOAD.TXT', 'COMMIT_NO|EMP_NO|START_DT|END_DT', caseload);
write('DUE_EVENTS.TXT', 'EVENT_NO|COMMIT_NO|EMP_NO|EVENT_TYP|TRIGGER_DT|DUE_DT|DONE_DT', events);
