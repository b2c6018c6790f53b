import { packAnswer, type PackedAnswer } from '../../src/lib/export/answers.ts';
import type { Engine } from '../../src/lib/engine/engine.ts';
import { ask, askEach, eachOf, missingTables, requestKey, type MartList } from '../../src/lib/questions/ask.ts';
import { questionOf } from '../../src/lib/questions/index.ts';
import type { Request } from '../../src/lib/questions/question.ts';

/** Answers to what the pages of a place ask. Several ask the same: it is asked of the engine once. */
export interface KnownAnswers {
  one(question: string, request: Request): Promise<PackedAnswer>;
  /** Answers to the requests of an institution's units or case managers, with one round of statements where the question allows it. */
  each(question: string, requests: readonly Request[], facility: string): Promise<PackedAnswer[]>;
}

export function knownAnswers(engine: Engine, marts: MartList): KnownAnswers {
  const known = new Map<string, PackedAnswer>();

  async function one(id: string, request: Request): Promise<PackedAnswer> {
    const key = requestKey(id, request);
    const before = known.get(key);
    if (before) return before;
    const question = questionOf(id);
    const missing = missingTables(question, request, marts);
    const answer =
      missing.length > 0 ? { missing, title: question.title } : packAnswer(await ask(engine, marts, question, request));
    known.set(key, answer);
    return answer;
  }

  async function each(id: string, requests: readonly Request[], facility: string): Promise<PackedAnswer[]> {
    const question = questionOf(id);
    const open = requests.filter((request) => !known.has(requestKey(id, request)));
    const [first] = open;
    // A panel of a unit's page may speak of the whole institution: it is asked alone.
    if (first && eachOf(question, open) && missingTables(question, first, marts).length === 0) {
      const answers = await askEach(engine, question, open, facility);
      for (const [index, request] of open.entries()) {
        const answer = answers[index];
        if (answer) known.set(requestKey(id, request), packAnswer(answer));
      }
    }
    const answers: PackedAnswer[] = [];
    for (const request of requests) answers.push(await one(id, request));
    return answers;
  }

  return { one, each };
}
