import type { Binding } from '../../src/lib/engine/engine.ts';

/** Statements whose rows must be the same in both homes of the engine. */
export const statements: { sql: string; bindings: Binding[] }[] = [
  { sql: 'SELECT * FROM every_type ORDER BY id', bindings: [] },
  { sql: "SELECT day::VARCHAR AS day, day - DATE '1970-01-01' AS days FROM every_type ORDER BY id", bindings: [] },
  {
    sql: `SELECT count(*) AS n, count(small) AS known, sum(small) AS total, sum(large) AS wide, sum(money) AS money,
            avg(money) AS mean, min(day) AS first, max(day) AS last, bool_or(flag) AS any_flag, max(name) AS name
          FROM every_type`,
    bindings: [],
  },
  { sql: 'SELECT kind, count(*)::INTEGER AS n FROM every_type GROUP BY kind ORDER BY kind NULLS LAST', bindings: [] },
  {
    sql: 'SELECT id FROM every_type WHERE name = ? OR small = ? ORDER BY id',
    bindings: ["it's; DROP TABLE every_type", 7],
  },
  {
    sql: 'SELECT id FROM every_type WHERE day >= CAST(? AS DATE) AND flag = ? ORDER BY id',
    bindings: ['1969-12-31', true],
  },
  { sql: 'SELECT ? AS a, ? AS b, typeof(?) AS c, typeof(?) AS d, ? AS e', bindings: ['x', null, 1, null, 2.5] },
  {
    sql: 'SELECT sum(money) AS a, sum(money * money) AS b, sum(i * i * i) AS c, 1e17::DECIMAL(38, 9) / 1 AS d FROM large, (SELECT 7::HUGEINT AS i)',
    bindings: [],
  },
  {
    sql: 'SELECT (i * 7919 % 1000003)::DECIMAL(14, 2) / 100 AS a, ((i * 7919 % 1000003) / 1000)::DECIMAL(30, 11) AS b, (-i * 104729)::DECIMAL(38, 16) * 3333333 AS c FROM range(3000) AS t(i)',
    bindings: [],
  },
  { sql: 'SELECT coalesce(?, 3) AS a, coalesce(small, ?) AS b FROM every_type ORDER BY id', bindings: [null, null] },
  { sql: 'SELECT CAST(? AS DATE) + CAST(? AS INTEGER) AS later', bindings: ['2024-02-28', 2] },
  { sql: 'SELECT count(*) AS n FROM empty_table', bindings: [] },
  { sql: 'SELECT * FROM empty_table', bindings: [] },
  { sql: 'SELECT part, count(*) AS n, sum(value) AS total FROM appended GROUP BY part ORDER BY part', bindings: [] },
  { sql: 'SELECT * FROM appended ORDER BY part, id LIMIT 50', bindings: [] },
  {
    sql: `SELECT facility_id, date_trunc('month', day)::DATE AS month, count(*) AS n, sum(stays) AS stays,
            quantile_cont(rate, 0.5) AS middle, sum(money) / count(*) AS money
          FROM large WHERE day BETWEEN CAST(? AS DATE) AND CAST(? AS DATE) GROUP BY ALL ORDER BY ALL`,
    bindings: ['2015-01-01', '2017-12-31'],
  },
  { sql: 'SELECT * FROM large ORDER BY id', bindings: [] },
];

/** Parts of the mart `pieces`, 20,000 rows each. */
export const pieces = Array.from({ length: 12 }, (_, index) => `P${index}`);
