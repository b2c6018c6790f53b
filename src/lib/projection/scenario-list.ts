import { baseline, type Scenario } from './scenario.ts';
import { decoded, readScenario, scenarioTexts } from './scenario-text.ts';

/** A scenario kept under a name, to stand beside others. */
export interface NamedScenario {
  name: string;
  scenario: Scenario;
}

/** As many scenarios as can be told apart beside each other. */
export const maxNamed = 4;

/** Named scenarios as one text for a link: `Fewer%20arrivals@admissions=all:-10;start=3|…`. */
export function formatScenarios(list: readonly NamedScenario[]): string {
  return list
    .map(({ name, scenario }) => {
      const parts = Object.entries(scenarioTexts(scenario)).map(([key, text]) => `${key}=${text}`);
      return `${encodeURIComponent(name)}@${parts.join(';')}`;
    })
    .join('|');
}

/** Reads them back; what cannot be read is left out and named. */
export function parseScenarios(text: string | undefined): { list: NamedScenario[]; notes: string[] } {
  const list: NamedScenario[] = [];
  const notes: string[] = [];
  for (const part of (text ?? '').split('|').filter(Boolean)) {
    const at = part.indexOf('@');
    const name = decoded(part.slice(0, Math.max(0, at)));
    const texts = Object.fromEntries(
      part
        .slice(at + 1)
        .split(';')
        .filter(Boolean)
        .map((pair) => {
          const [key = '', ...rest] = pair.split('=');
          return [key, rest.join('=')];
        }),
    );
    const scenario = at < 1 || name === null ? { error: 'it has no name' } : readScenario(texts);
    if ('error' in scenario) notes.push(`A scenario of the link was ignored: ${scenario.error}`);
    else if (list.length === maxNamed)
      notes.push(`The link names more than ${maxNamed} scenarios; “${name}” was ignored.`);
    else list.push({ name: name ?? '', scenario: { ...baseline, ...scenario } });
  }
  return { list, notes };
}
