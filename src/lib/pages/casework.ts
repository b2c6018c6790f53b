import type { Scope } from '../questions/scope.ts';
import { parentScope } from '../questions/scope.ts';
import type { Page, View } from './page.ts';

/** The institution a view is in; null for the agency and its regions. */
export function institutionOf(view: Pick<View, 'scope' | 'dataset'>): Extract<Scope, { kind: 'facility' }> | null {
  if (view.scope.kind === 'facility') return view.scope;
  const parent = view.scope.kind === 'unit' ? parentScope(view.scope, view.dataset) : null;
  return parent?.kind === 'facility' ? parent : null;
}

export const casePage: Page = {
  id: 'case',
  route: '/case/',
  title: 'Case',
  section: 'Casework',
  shows: 'One case’s timeline: placements, assignments, due dates, completions and programs.',
  needs: [['stay', 'placement', 'task']],
  scopes: ['agency', 'region', 'facility', 'unit'],
  unfiltered: true,
  pickers: [],
  under: 'worklist',
  about: { parameter: 'case' },
  panels: [
    {
      key: 'events',
      measure: 'case-timeline',
      question: 'casework/case',
      onDemand: true,
      request: (view) =>
        view.own['case'] === undefined
          ? null
          : {
              period: view.period,
              scope: institutionOf(view) ?? view.scope,
              filters: {},
              params: { case: view.own['case'] },
            },
    },
  ],
};
