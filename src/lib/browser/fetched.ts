const mark = 'caseboard fetched';

/** Notes a file that a worker of the page has fetched: the timeline of the page itself knows nothing of it. */
export function noteFetched(url: string): void {
  performance.mark(mark, { detail: url });
}

/** Addresses of all that this page and its workers have fetched. */
export function fetchedSoFar(): string[] {
  const byWorkers = performance.getEntriesByName(mark, 'mark') as PerformanceMark[];
  return [
    ...performance.getEntriesByType('resource').map(({ name }) => name),
    ...byWorkers.map(({ detail }) => String(detail)),
  ];
}
