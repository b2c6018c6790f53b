import type { CallMessage } from '../browser/worker-calls.ts';
import { vi } from 'vitest';
import type { Binding, EngineOptions, MartPart, RawRow } from '../engine/engine.ts';
import type { BrowserEngine } from '../engine/wasm/browser-engine.ts';
import { answerKey, type Answer, type AnswerFile } from '../export/answers.ts';
import { exampleDataset } from '../export/fixture.ts';
import { manifestText } from '../export/manifest-file.ts';
import type { AnswerList, FileEntry, FileList, Manifest, MartEntry } from '../export/manifest.ts';
import { sha256 } from '../export/sha256.ts';

/** A statement the page waits for. A test answers it when it likes, or says why there is no answer. */
export interface AskedStatement {
  readonly sql: string;
  readonly bindings: readonly Binding[];
  readonly signal: AbortSignal | undefined;
  answer(rows: RawRow[]): void;
  fail(error: Error): void;
}

/** An engine that answers when a test says so, and in what order it says. It heeds no signal: the page must. */
export class FakeEngine implements BrowserEngine {
  /** Statements that are waiting, oldest first. */
  waiting: AskedStatement[] = [];
  /** Everything that was ever asked. */
  readonly asked: Omit<AskedStatement, 'answer' | 'fail'>[] = [];
  readonly loaded: MartPart[] = [];
  starts = 0;
  disposed = false;
  /** Answers at once where there is one. */
  answers: ((sql: string, bindings: readonly Binding[]) => RawRow[]) | null = null;
  /** What starting takes; a rejection is a failed start. */
  starting: (options?: EngineOptions) => Promise<void> = () => Promise.resolve();
  /** Bytes of these parts it would have to fetch. */
  bytesOf: (parts: readonly MartPart[]) => number = () => 0;

  start(options?: EngineOptions): Promise<void> {
    this.starts += 1;
    return this.starting(options);
  }

  load(parts: readonly MartPart[]): Promise<void> {
    this.loaded.push(...parts);
    return Promise.resolve();
  }

  query(sql: string, bindings: readonly Binding[] = [], { signal }: EngineOptions = {}): Promise<RawRow[]> {
    this.asked.push({ sql, bindings, signal });
    if (this.answers) return Promise.resolve(this.answers(sql, bindings));
    return new Promise((answer, fail) => {
      const statement: AskedStatement = { sql, bindings, signal, answer, fail };
      this.waiting.push(statement);
    });
  }

  /** The oldest statement that is waiting, which no longer counts as waiting. */
  next(): AskedStatement {
    const statement = this.waiting.shift();
    if (!statement) throw new Error('nothing is waiting for an answer');
    return statement;
  }

  bytesToFetch(parts: readonly MartPart[]): Promise<number> {
    return Promise.resolve(this.bytesOf(parts));
  }

  status() {
    return { state: 'ready' as const };
  }

  plan(): Promise<void> {
    return Promise.resolve();
  }

  dispose(): void {
    this.disposed = true;
  }
}

/** Waits until something holds, however slow the machine is: modules are fetched when they are first wanted. */
export function until(holds: () => void): Promise<void> {
  return vi.waitFor(holds, { interval: 5, timeout: 30_000 });
}

/** Where the host of the tests keeps an export. */
export const dataFolder = 'https://host.example/site/data/';

/** Files of a host by path below `data/`: what `fetch` gives. */
export class FakeHost {
  readonly files = new Map<string, string>();
  /** Those that are no text. */
  readonly binaries = new Map<string, Uint8Array<ArrayBuffer>>();
  /** Paths that were asked for, in order. */
  readonly asked: string[] = [];
  /** Answers in place of a file. */
  refuse: ((path: string) => Response | Error | undefined) | null = null;

  readonly fetch = (address: string | URL): Promise<Response> => {
    const path = String(address).replace(dataFolder, '');
    this.asked.push(path);
    const refused = this.refuse?.(path);
    if (refused instanceof Error) return Promise.reject(refused);
    const content = this.files.get(path) ?? this.binaries.get(path);
    return Promise.resolve(
      refused ?? (content === undefined ? new Response('', { status: 404 }) : new Response(content)),
    );
  };

  /**
   * Puts an export there: manifest, lists and answers, each with its size and hash.
   * @param marts names of marts, with the contract tables each lacks
   */
  async put(
    changes: Partial<Manifest> = {},
    answers: readonly AnswerFile[] = [],
    marts: Readonly<Record<string, readonly string[]>> = {},
  ): Promise<Manifest> {
    const dataset = exampleDataset(changes);
    const files: FileList = { version: dataset.version, marts: {} };
    const list: AnswerList = { version: dataset.version, answers: {} };
    for (const [name, missing] of Object.entries(marts)) files.marts[name] = martWithout([...missing]);
    for (const file of answers) {
      const key = answerKey(file.page, file.scope);
      list.answers[key] = await this.#write(dataset.version, `answers/${key}.json`, file);
    }
    const manifest = {
      ...dataset,
      files: await this.#write(dataset.version, 'files.json', files),
      answers: await this.#write(dataset.version, 'answers.json', list),
    };
    this.files.set('manifest.json', await manifestText(manifest));
    return manifest;
  }

  async #write(version: string, file: string, content: unknown): Promise<FileEntry> {
    const text = JSON.stringify(content);
    this.files.set(`${version}/${file}`, text);
    return entryOf(file, new TextEncoder().encode(text));
  }

  /** Puts a part of some answers there, compressed; its entry is for the answers. */
  async putPart(version: string, file: string, content: unknown): Promise<FileEntry> {
    const written = new Blob([JSON.stringify(content)]).stream().pipeThrough(new CompressionStream('gzip'));
    const bytes = new Uint8Array(await new Response(written).arrayBuffer());
    this.binaries.set(`${version}/${file}`, bytes);
    return entryOf(file, bytes);
  }
}

async function entryOf(file: string, bytes: Uint8Array<ArrayBuffer>): Promise<FileEntry> {
  return { file, bytes: bytes.length, sha256: await sha256(bytes) };
}

function martWithout(missing: string[]): MartEntry {
  return { grain: '', columns: [], parts: [], needs: missing, missing };
}

/** An answer without rows: what stands round those of a test. */
export function answerOf(dataset: Manifest): Answer {
  return { question: 'population/average', params: {}, as_of: dataset.as_of, dataset: dataset.version, rows: [] };
}

/** A worker that says what a test has it say. */
export class FakeWorker {
  /** Every one that was made since a test last emptied the list. */
  static readonly all: FakeWorker[] = [];
  /** The calls it was asked, in order. */
  readonly calls: { id: number; name: string; input: unknown }[] = [];
  ended = false;
  readonly #listeners: [string, (event: object) => void][] = [];

  constructor() {
    FakeWorker.all.push(this);
  }

  addEventListener(kind: string, listener: (event: object) => void): void {
    this.#listeners.push([kind, listener]);
  }

  postMessage(message: CallMessage): void {
    if ('name' in message) this.calls.push(message);
  }

  terminate(): void {
    this.ended = true;
  }

  /** Says something of one of its calls, counted from 0; of the last one unless told. */
  say(reply: { result: unknown } | { progress: unknown } | { failure: { message: string } }, at = -1): void {
    this.#tell('message', { data: { broken: false, ...reply, id: this.calls.at(at)?.id } });
  }

  break(): void {
    this.#tell('error', {});
  }

  #tell(kind: string, event: object): void {
    for (const [heard, listener] of this.#listeners) if (heard === kind) listener(event);
  }
}
